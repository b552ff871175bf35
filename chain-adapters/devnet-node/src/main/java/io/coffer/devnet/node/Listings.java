// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import com.fasterxml.jackson.core.JsonGenerator;
import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.BlockHeader;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.format.UtxoTransaction;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/** Blocks, transactions and holdings as JSON. */
final class Listings {
    private Listings() {}

    static void head(JsonGenerator json, BlockHeader header) throws IOException {
        json.writeObjectFieldStart("head");
        json.writeNumberField("height", header.height());
        json.writeStringField("hash", header.hash().toHex());
        json.writeNumberField("timeMs", header.timeMs());
        json.writeEndObject();
    }

    static void block(JsonGenerator json, Chain.Listing listing) throws IOException {
        BlockHeader header = listing.block().header();
        json.writeNumberField("height", header.height());
        json.writeStringField("hash", listing.block().hash().toHex());
        json.writeStringField("previous", header.previous().toHex());
        json.writeNumberField("timeMs", header.timeMs());
        json.writeStringField("salt", "%016x".formatted(header.salt()));
        json.writeBooleanField("canonical", listing.canonical());
        json.writeArrayFieldStart("transactions");
        for (NodeTransaction transaction : listing.block().transactions()) {
            transaction(json, transaction);
            if (listing.repeated().contains(transaction.id())) {
                transaction(json, transaction);
            }
        }
        json.writeEndArray();
    }

    static void holdings(JsonGenerator json, String address, Chain.Holdings holdings) throws IOException {
        json.writeStringField("address", address);
        json.writeStringField("balance", holdings.balance().toString());
        json.writeStringField("nonce", Long.toUnsignedString(holdings.nonce()));
        json.writeStringField("pendingNonce", Long.toUnsignedString(holdings.pendingNonce()));
        json.writeArrayFieldStart("utxos");
        for (Chain.ListedCoin listed : holdings.coins()) {
            json.writeStartObject();
            json.writeStringField("txid", listed.place().transaction().toHex());
            json.writeNumberField("vout", listed.place().index());
            json.writeStringField("amount", listed.coin().amount().toString());
            json.writeNumberField("height", listed.coin().height());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (holdings.truncated()) {
            json.writeBooleanField("truncated", true);
        }
    }

    private static void transaction(JsonGenerator json, NodeTransaction listed) throws IOException {
        Transaction transaction = listed.signed().transaction();
        json.writeStartObject();
        json.writeStringField("id", listed.id().toHex());
        json.writeStringField("status", listed.fails() ? "failed" : "ok");
        json.writeStringField("fee", transaction.fee().toString());
        json.writeStringField("raw", listed.raw().toHex());
        if (transaction instanceof AccountTransaction transfer) {
            transfer(json, transfer);
        } else if (transaction instanceof UtxoTransaction spending) {
            spending(json, spending);
        }
        json.writeEndObject();
    }

    private static void transfer(JsonGenerator json, AccountTransaction transfer) throws IOException {
        json.writeArrayFieldStart("inputs");
        json.writeStartObject();
        json.writeStringField("address", DevnetAddress.of(transfer.sender()));
        json.writeStringField("amount", transfer.cost().toString());
        json.writeEndObject();
        json.writeEndArray();
        json.writeArrayFieldStart("outputs");
        output(json, 0, transfer.to(), transfer.amount());
        json.writeEndArray();
    }

    private static void spending(JsonGenerator json, UtxoTransaction spending) throws IOException {
        json.writeArrayFieldStart("inputs");
        for (UtxoTransaction.Input input : spending.inputs()) {
            json.writeStartObject();
            json.writeStringField("address", DevnetAddress.of(Hashes.hash160(input.publicKey())));
            json.writeStringField("amount", input.amount().toString());
            json.writeStringField("txid", input.spent().transaction().toHex());
            json.writeNumberField("vout", input.spent().index());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("outputs");
        List<UtxoTransaction.Output> outputs = spending.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            output(json, i, outputs.get(i).to(), outputs.get(i).amount());
        }
        json.writeEndArray();
    }

    private static void output(JsonGenerator json, int index, Octets to, BigInteger amount) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", DevnetAddress.of(to));
        json.writeStringField("amount", amount.toString());
        json.writeNumberField("index", index);
        json.writeEndObject();
    }
}
