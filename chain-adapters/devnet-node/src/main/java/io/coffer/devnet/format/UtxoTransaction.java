// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A transaction in UTXO mode.
 *
 * @param inputs 1 to 255, no output twice
 * @param outputs 1 to 255, together at most what the inputs bring
 */
public record UtxoTransaction(ChainName chain, List<Input> inputs, List<Output> outputs) implements Transaction {
    public static final int MAX_ENTRIES = 255;
    static final int FAMILY = 0x02;

    /**
     * An output that is spent whole.
     *
     * @param amount what it holds, as the spender states it; the node refuses a lie
     */
    public record Input(Outpoint spent, BigInteger amount, Octets publicKey) {
        public Input {
            Coins.checked(amount);
            if (!Secp256k1.hasKeyShape(publicKey)) {
                throw new IllegalArgumentException("publicKey: not 33 bytes that begin with 2 or 3");
            }
        }

        /** The hash160 of the key that spends. */
        public Octets owner() {
            return Hashes.hash160(publicKey);
        }
    }

    /** @param to the hash160 of the recipient */
    public record Output(Octets to, BigInteger amount) {
        public Output {
            Coins.checked(amount);
            if (to.length() != Hashes.HASH160_LENGTH) {
                throw new IllegalArgumentException("to: " + to.length() + " bytes, expected 20");
            }
        }
    }

    public UtxoTransaction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        requireCount("inputs", inputs.size());
        requireCount("outputs", outputs.size());
        Set<Outpoint> spent = new HashSet<>();
        for (Input input : inputs) {
            if (!spent.add(input.spent())) {
                throw new IllegalArgumentException("inputs: " + input.spent() + " is spent twice");
            }
        }
        if (brought(inputs).compareTo(paid(outputs)) < 0) {
            throw new IllegalArgumentException("outputs: more than the inputs bring");
        }
    }

    @Override
    public BigInteger fee() {
        return brought(inputs).subtract(paid(outputs));
    }

    @Override
    public Octets unsigned() {
        ByteWriter writer = new ByteWriter().u8(FAMILY).bytes(chain.encoded()).u8(inputs.size());
        for (Input input : inputs) {
            writer.octets(input.spent().transaction())
                    .u32(input.spent().index())
                    .u96(input.amount())
                    .octets(input.publicKey());
        }
        writer.u8(outputs.size());
        for (Output output : outputs) {
            writer.octets(output.to()).u96(output.amount());
        }
        return writer.done();
    }

    @Override
    public List<Octets> digests() {
        byte[] unsigned = unsigned().toArray();
        List<Octets> digests = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            digests.add(Hashes.sha256d(unsigned, new byte[] {(byte) i}));
        }
        return digests;
    }

    @Override
    public List<Octets> signers() {
        return inputs.stream().map(Input::publicKey).toList();
    }

    static UtxoTransaction read(ByteReader reader) throws MalformedException {
        ChainName chain = reader.name();
        List<Input> inputs = new ArrayList<>();
        for (int left = reader.u8(); left > 0; left--) {
            Outpoint spent = new Outpoint(reader.bytes(Hashes.SHA256_LENGTH), reader.u32());
            inputs.add(new Input(spent, reader.u96(), reader.publicKey()));
        }
        List<Output> outputs = new ArrayList<>();
        for (int left = reader.u8(); left > 0; left--) {
            outputs.add(new Output(reader.bytes(Hashes.HASH160_LENGTH), reader.u96()));
        }
        try {
            return new UtxoTransaction(chain, inputs, outputs);
        } catch (IllegalArgumentException broken) {
            throw new MalformedException(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static void requireCount(String name, int count) {
        if (count < 1 || count > MAX_ENTRIES) {
            throw new IllegalArgumentException(name + ": " + count + " is not within 1.." + MAX_ENTRIES);
        }
    }

    private static BigInteger brought(List<Input> inputs) {
        return inputs.stream().map(Input::amount).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger paid(List<Output> outputs) {
        return outputs.stream().map(Output::amount).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
