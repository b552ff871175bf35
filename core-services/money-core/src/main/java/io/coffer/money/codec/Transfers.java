// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The values of withdrawals. */
public final class Transfers {
    private static final int MAX_INPUTS = 10_000;
    private static final int CUSTOMER = 1;
    private static final int SWEEP = 2;
    private static final int GAS = 3;

    private Transfers() {}

    public static void write(BinaryOut out, WithdrawalId value) {
        out.text(value.text());
    }

    public static WithdrawalId withdrawalId(BinaryIn in) throws IOException {
        return new WithdrawalId(in.text());
    }

    private static void write(BinaryOut out, Payer value) {
        if (value instanceof Payer.Customer customer) {
            out.u8(CUSTOMER);
            Values.write(out, customer.account());
        } else if (value instanceof Payer.House house) {
            out.u8(
                    switch (house.purpose()) {
                        case SWEEP -> SWEEP;
                        case GAS -> GAS;
                    });
            Values.write(out, house.from());
        }
    }

    private static Payer payer(BinaryIn in) throws IOException {
        int payer = in.u8();
        return switch (payer) {
            case CUSTOMER -> new Payer.Customer(Values.accountId(in));
            case SWEEP -> new Payer.House(Values.address(in), HousePurpose.SWEEP);
            case GAS -> new Payer.House(Values.address(in), HousePurpose.GAS);
            default -> throw in.broken("payer " + payer);
        };
    }

    public static void write(BinaryOut out, WithdrawalRequest value) {
        write(out, value.payer());
        Values.write(out, value.to());
        out.optional(value.tag(), BinaryOut::text);
        Values.write(out, value.amount());
        Values.write(out, value.feeCap());
        out.optional(value.externalId(), BinaryOut::text);
    }

    public static WithdrawalRequest withdrawalRequest(BinaryIn in) throws IOException {
        return new WithdrawalRequest(
                payer(in),
                Values.address(in),
                in.optional(BinaryIn::text),
                Values.amount(in),
                Values.amount(in),
                in.optional(BinaryIn::text));
    }

    public static void write(BinaryOut out, FeeQuote value) {
        Values.write(out, value.asset());
        out.big(value.rate());
        out.big(value.tip());
        out.count(value.weight());
    }

    public static FeeQuote feeQuote(BinaryIn in) throws IOException {
        NetworkAssetId asset = Values.networkAssetId(in);
        BigInteger rate = in.big();
        return new FeeQuote(asset, rate, in.big(), in.count());
    }

    public static void write(BinaryOut out, Utxo value) {
        Values.write(out, value.tx());
        out.count(value.index());
        Values.write(out, value.address());
        Values.write(out, value.amount());
        Values.write(out, value.owner());
    }

    public static Utxo utxo(BinaryIn in) throws IOException {
        var tx = Values.txId(in);
        int index = in.count(Integer.MAX_VALUE);
        Address address = Values.address(in);
        Amount amount = Values.amount(in);
        return new Utxo(tx, index, address, amount, Values.publicKey(in));
    }

    public static void write(BinaryOut out, Preparation value) {
        Values.write(out, value.sender());
        out.bool(value.sequence().isPresent());
        if (value.sequence().isPresent()) {
            out.count(value.sequence().getAsLong());
        }
        BinaryOut.demandWithin("inputs", value.inputs().size(), MAX_INPUTS);
        out.count(value.inputs().size());
        value.inputs().forEach(input -> write(out, input));
        write(out, value.fee());
    }

    public static Preparation preparation(BinaryIn in) throws IOException {
        Address sender = Values.address(in);
        OptionalLong sequence = in.bool() ? OptionalLong.of(in.count()) : OptionalLong.empty();
        int count = in.count(MAX_INPUTS);
        List<Utxo> inputs = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            inputs.add(utxo(in));
        }
        return new Preparation(sender, sequence, inputs, feeQuote(in));
    }

    public static void write(BinaryOut out, SignedTx value) {
        Values.write(out, value.chain());
        Values.write(out, value.id());
        Values.write(out, value.encoded());
    }

    public static SignedTx signedTx(BinaryIn in) throws IOException {
        return new SignedTx(Values.chainId(in), Values.txId(in), Values.bytes(in));
    }
}
