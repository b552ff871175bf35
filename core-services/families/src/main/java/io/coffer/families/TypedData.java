// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Digests;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A structured message after EIP-712, and the digest by which it is signed.
 *
 * <p>It is strict, because what is signed must be what was shown: a value that no member names, a member without a
 * value, and a number or byte string that does not fit its type exactly are refused and never cut or padded.
 *
 * <p>Values are a String for {@code string}; Boolean for {@code bool}; BigInteger, or a String of decimal digits, for
 * numbers; a String of 0x and hexadecimal digits for {@code address} and bytes; a List for arrays; a Map of names for
 * structs.
 */
public final class TypedData {
    /** Structs in structs and arrays in arrays. */
    static final int MAX_DEPTH = 32;

    /** Of all kinds in one message, arrays and structs included. */
    static final int MAX_VALUES = 10_000;

    private static final String DOMAIN = "EIP712Domain";

    /** The members that a domain may have, in the order of EIP-712. */
    private static final List<Member> DOMAIN_MEMBERS = List.of(
            new Member("name", "string"),
            new Member("version", "string"),
            new Member("chainId", "uint256"),
            new Member("verifyingContract", "address"),
            new Member("salt", "bytes32"));

    private final TypedDataTypes types;
    private final String primaryType;
    private final Map<String, ?> domain;
    private final Map<String, ?> message;

    /**
     * A member of a struct.
     *
     * @param type as EIP-712 spells it: {@code uint256}, {@code bytes32[2]}, {@code Person[]}
     */
    public record Member(String name, String type) {}

    /**
     * Takes a message.
     *
     * @param types the members of each struct, in order. The domain's follow from {@code domain}; if they are given
     *     all the same they must be those
     * @param primaryType the struct that {@code message} is
     * @throws IllegalArgumentException if the types do not fit together
     */
    public TypedData(
            Map<String, List<Member>> types, String primaryType, Map<String, ?> domain, Map<String, ?> message) {
        List<Member> domainMembers = DOMAIN_MEMBERS.stream()
                .filter(member -> domain.containsKey(member.name()))
                .toList();
        if (!types.getOrDefault(DOMAIN, domainMembers).equals(domainMembers)) {
            throw new IllegalArgumentException(
                    "domain: its type does not name the members that it has, in their order");
        }
        Map<String, List<Member>> all = new HashMap<>(types);
        all.put(DOMAIN, domainMembers);
        this.types = new TypedDataTypes(all);
        if (primaryType.equals(DOMAIN) || !types.containsKey(primaryType)) {
            throw new IllegalArgumentException("primaryType: no struct of the message is called " + primaryType);
        }
        this.primaryType = primaryType;
        this.domain = domain;
        this.message = message;
    }

    /**
     * What is signed: keccak256(0x1901, hash of the domain, hash of the message).
     *
     * @throws IllegalArgumentException if a value does not fit its type; the message names where
     */
    public byte[] digest() {
        return Digests.keccak256(joined(List.of(
                new byte[] {0x19, 0x01},
                new Encoding().struct(DOMAIN, domain, "domain"),
                Digests.keccak256(encodedMessage()))));
    }

    /** The message as EIP-712 encodes it: the hash of its type and a word for each member. */
    byte[] encodedMessage() {
        return new Encoding().encoded(primaryType, message, "message");
    }

    private static byte[] joined(List<byte[]> parts) {
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** One walk over a message, within its limits. */
    private final class Encoding {
        private int values;
        private int depth;

        private byte[] struct(String struct, Object value, String where) {
            return Digests.keccak256(encoded(struct, value, where));
        }

        private byte[] encoded(String struct, Object value, String where) {
            if (!(value instanceof Map<?, ?> fields)) {
                throw new IllegalArgumentException(where + ": is no " + struct);
            }
            List<Member> members = types.members(struct);
            List<byte[]> words = new ArrayList<>();
            words.add(types.hash(struct));
            for (Member member : members) {
                String path = where + "." + member.name();
                Object field = fields.get(member.name());
                if (field == null) {
                    throw new IllegalArgumentException(path + ": is missing");
                }
                words.add(word(member.type(), field, path));
            }
            if (fields.size() != members.size()) {
                throw new IllegalArgumentException(where + ": has values that " + struct + " does not name");
            }
            return joined(words);
        }

        private byte[] word(String type, Object value, String where) {
            if (++values > MAX_VALUES || depth >= MAX_DEPTH) {
                throw new IllegalArgumentException(
                        where + ": more than " + MAX_VALUES + " values, or deeper than " + MAX_DEPTH);
            }
            depth++;
            byte[] word;
            if (type.endsWith("]")) {
                word = array(type, value, where);
            } else if (types.isStruct(type)) {
                word = struct(type, value, where);
            } else {
                word = TypedDataWord.of(type, value, where);
            }
            depth--;
            return word;
        }

        /** The hash of the members' words, which for a struct are its hash. */
        private byte[] array(String type, Object value, String where) {
            int bracket = type.lastIndexOf('[');
            String length = type.substring(bracket + 1, type.length() - 1);
            if (!(value instanceof List<?> members)
                    || !(length.isEmpty() || length.equals(Integer.toString(members.size())))) {
                throw new IllegalArgumentException(where + ": is no " + type);
            }
            List<byte[]> words = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                words.add(word(type.substring(0, bracket), members.get(i), where + "[" + i + "]"));
            }
            return Digests.keccak256(joined(words));
        }
    }

    /** What is printed tells nothing of the message. */
    @Override
    public String toString() {
        return "TypedData[" + primaryType + ", "
                + Bytes.of(types.hash(primaryType)).toHex() + "]";
    }
}
