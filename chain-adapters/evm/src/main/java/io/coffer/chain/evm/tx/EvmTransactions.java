// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.web3j.rlp.RlpList;

/**
 * Transfers of the native coin and of hosted tokens as transactions of type 2 (EIP-1559) or legacy ones (EIP-155).
 * Anything that is more than a transfer (other data, an access list, a contract's creation) is refused: what it would do
 * cannot be told from its bytes.
 *
 * <p>The unsigned envelope does not say who sends it. {@link #decode(UnsignedTx)} therefore names no input and {@link
 * #payloads} names {@link #UNSTATED_SIGNER}; {@link #combine} takes the signer from the signature and proves it.
 */
public final class EvmTransactions implements TransactionCodec {
    /** Stands where the envelope does not tell the signer; no key has this address. */
    public static final String UNSTATED_SIGNER = "0x0000000000000000000000000000000000000000";

    private static final RlpList NO_ACCESS_LIST = new RlpList();

    private final ChainId chain;
    private final BigInteger chainNumber;
    private final NetworkAssetId coin;
    private final TransactionType written;
    private final EvmAddresses addresses;
    private final HostedTokens tokens;

    /** @param written the type of the transactions that are assembled; both are read */
    public EvmTransactions(ChainId chain, NetworkAssetId coin, TransactionType written, HostedTokens tokens) {
        this.chain = chain;
        this.chainNumber = new BigInteger(chain.reference());
        this.coin = coin;
        this.written = written;
        this.addresses = new EvmAddresses(chain);
        this.tokens = tokens;
    }

    /** The unsigned envelope of one transfer; the same arguments give the same bytes. */
    public UnsignedTx assemble(List<TransferIntent> transfers, long sequence, FeeQuote fee) {
        if (transfers.size() != 1) {
            throw new IllegalArgumentException("transfers: " + transfers.size() + ", expected 1");
        }
        TransferIntent transfer = transfers.get(0);
        if (!fee.asset().equals(coin)) {
            throw new IllegalArgumentException("fee: in " + fee.asset() + ", expected " + coin);
        }
        if (transfer.tag().isPresent()) {
            throw new IllegalArgumentException("tag: this chain has none");
        }
        return new UnsignedTx(chain, envelope(transfer, sequence, fee).encoded());
    }

    private Envelope envelope(TransferIntent transfer, long sequence, FeeQuote fee) {
        boolean isCoin = transfer.amount().asset().equals(coin);
        Optional<ContractCall> call = isCoin ? Optional.empty() : tokens.call(transfer);
        if (!isCoin && call.isEmpty()) {
            throw new IllegalArgumentException("asset: " + transfer.amount().asset() + " is neither " + coin
                    + " nor a token that this chain was asked to host");
        }
        return new Envelope(
                written,
                chainNumber,
                BigInteger.valueOf(sequence),
                written == TransactionType.LEGACY ? fee.rate() : fee.tip(),
                fee.rate(),
                BigInteger.valueOf(fee.weight()),
                Optional.of(addresses.bytes(call.map(ContractCall::contract).orElse(transfer.to()))),
                isCoin ? transfer.amount().units() : BigInteger.ZERO,
                call.map(ContractCall::data).orElse(Bytes.EMPTY),
                NO_ACCESS_LIST);
    }

    @Override
    public DecodedTx decode(UnsignedTx transaction) {
        return decoded(envelope(transaction), List.of());
    }

    @Override
    public DecodedTx decode(SignedTx transaction) {
        requireChain(transaction.chain());
        Envelope.Signed signed = Envelope.decodeSigned(transaction.encoded());
        if (!id(transaction.encoded()).equals(transaction.id())) {
            throw new IllegalArgumentException("id: not the hash of the bytes");
        }
        Address sender = addresses.of(signed.signer().address());
        return decoded(signed.envelope(), List.of(new DecodedTx.Input(sender, "")));
    }

    @Override
    public List<SigningPayload> payloads(UnsignedTx transaction) {
        Bytes digest = requireTransfer(envelope(transaction)).digest();
        Address signer = new Address(chain, UNSTATED_SIGNER);
        return List.of(new SigningPayload(0, signer, new SigningMode.EcdsaSecp256k1(), digest));
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<PayloadSignature> signatures) {
        Envelope envelope = requireTransfer(envelope(transaction));
        if (signatures.size() != 1 || signatures.get(0).index() != 0) {
            throw new IllegalArgumentException("signatures: expected exactly one, of payload 0");
        }
        PayloadSignature signature = signatures.get(0);
        Envelope.Signed signed = new Envelope.Signed(envelope, SignatureParts.of(signature.signature()));
        if (!signed.signer().equals(CurveKey.of(signature.signer()))) {
            throw new IllegalArgumentException("signature: not made by the key that it names");
        }
        Bytes encoded = signed.encoded();
        return new SignedTx(chain, id(encoded), encoded);
    }

    /** The id of a signed transaction: 0x and the lower-case digits of the hash of its bytes. */
    public static TxId id(Bytes signed) {
        return new TxId("0x" + Keccak.hash(signed).toHex());
    }

    private Envelope envelope(UnsignedTx transaction) {
        requireChain(transaction.chain());
        return Envelope.decode(transaction.encoded());
    }

    private DecodedTx decoded(Envelope envelope, List<DecodedTx.Input> inputs) {
        TransferIntent transfer = transfer(requireTransfer(envelope));
        if (envelope.nonce().bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("nonce: not below 2^63");
        }
        OptionalLong sequence = OptionalLong.of(envelope.nonce().longValueExact());
        return new DecodedTx(chain, inputs, List.of(transfer), sequence, new Amount(coin, envelope.maxFee()));
    }

    private Envelope requireTransfer(Envelope envelope) {
        // H24: a transaction for no chain or another could be replayed there.
        if (!envelope.chainId().equals(chainNumber)) {
            throw new IllegalArgumentException("chainId: " + envelope.chainId() + ", expected " + chainNumber);
        }
        if (envelope.to().isEmpty()) {
            throw new IllegalArgumentException("to: missing, so a contract would be created");
        }
        if (!envelope.accessList().getValues().isEmpty()) {
            throw new IllegalArgumentException("data: a transfer has no access list");
        }
        transfer(envelope);
        if (envelope.tip().compareTo(envelope.maxFeePerGas()) > 0) {
            throw new IllegalArgumentException("maxPriorityFeePerGas: above maxFeePerGas");
        }
        return envelope;
    }

    private TransferIntent transfer(Envelope envelope) {
        Bytes to = envelope.to().orElseThrow();
        if (envelope.data().length() == 0) {
            return new TransferIntent(addresses.of(to), new Amount(coin, envelope.value()), Optional.empty());
        }
        if (envelope.value().signum() > 0) {
            throw new IllegalArgumentException("data: a call that moves the native coin, too");
        }
        return tokens.transfer(to, envelope.data())
                .orElseThrow(() -> new IllegalArgumentException(
                        "data: more than a transfer of the native coin or of a hosted token"));
    }

    private void requireChain(ChainId named) {
        if (!named.equals(chain)) {
            throw new IllegalArgumentException("chain: " + named + ", expected " + chain);
        }
    }
}
