// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.families.TypedData.Member;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of EIP-712 itself; ethers' 80 vectors are fed by {@code ./coffer vectors}. */
class TypedDataTest {
    private static final Map<String, List<Member>> TYPES = Map.of(
            "Person", List.of(new Member("name", "string"), new Member("wallet", "address")),
            "Mail",
                    List.of(
                            new Member("from", "Person"),
                            new Member("to", "Person"),
                            new Member("contents", "string")));
    private static final Map<String, Object> DOMAIN = Map.of(
            "name", "Ether Mail",
            "version", "1",
            "chainId", BigInteger.ONE,
            "verifyingContract", "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");
    private static final Map<String, Object> COW =
            Map.of("name", "Cow", "wallet", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
    private static final Map<String, Object> BOB =
            Map.of("name", "Bob", "wallet", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB");
    private static final Map<String, Object> MAIL = Map.of("from", COW, "to", BOB, "contents", "Hello, Bob!");

    @Test
    void agreesWithTheExampleOfEip712() {
        assertThat(digest(MAIL)).isEqualTo("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    }

    @Test
    void everyChangeChangesTheDigest() {
        assertThat(digest(with(MAIL, "contents", "Hello, Bob?"))).isNotEqualTo(digest(MAIL));
        assertThat(digest(with(MAIL, "to", COW))).isNotEqualTo(digest(MAIL));
        String other = hex(new TypedData(TYPES, "Mail", with(DOMAIN, "chainId", BigInteger.TWO), MAIL).digest());
        assertThat(other).isNotEqualTo(digest(MAIL));
    }

    @Test
    void whatIsNotNamedOrIsMissingIsRefused() {
        refused("message: has values that Mail does not name", with(MAIL, "amount", BigInteger.TEN));
        Map<String, Object> half = new HashMap<>(MAIL);
        half.remove("contents");
        refused("message.contents: is missing", half);
        refused("message.to.wallet: is missing", with(MAIL, "to", Map.of("name", "Bob")));
        refused("message.to: is no Person", with(MAIL, "to", "Bob"));
        refused("message.contents: is no string", with(MAIL, "contents", BigInteger.ONE));
    }

    @Test
    void aDomainHasItsMembersOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TypedData(TYPES, "Mail", with(DOMAIN, "owner", "me"), MAIL).digest())
                .withMessage("domain: has values that EIP712Domain does not name");
        Map<String, List<Member>> said = new HashMap<>(TYPES);
        said.put("EIP712Domain", List.of(new Member("name", "string")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TypedData(said, "Mail", DOMAIN, MAIL))
                .withMessageStartingWith("domain: its type");
    }

    @Test
    void numbersAndBytesFitExactly() {
        accepted("uint8", "255");
        accepted("int8", BigInteger.valueOf(-128));
        accepted("uint256", BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        accepted("bytes2", "0xabcd");
        accepted("bytes", "0x");
        accepted("bool[2]", List.of(true, false));
        accepted("bool[2][]", List.of());
        unfit("uint8", "256");
        unfit("uint8", "-1");
        unfit("uint8", "0x1");
        unfit("uint8", "01");
        unfit("uint8", 1);
        unfit("uint8", 1.0);
        unfit("int8", BigInteger.valueOf(128));
        unfit("int8", BigInteger.valueOf(-129));
        unfit("bytes2", "0xab");
        unfit("bytes2", "0xabcdef");
        unfit("bytes", "abcd");
        unfit("bytes", "0xabc");
        unfit("bool", "true");
        unfit("bool[2]", List.of(true));
        unfit("bool[]", true);
        unfit("address", "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCccccccccc");
    }

    @Test
    void typesThatDoNotExistAreRefused() {
        for (String type : List.of(
                "uint",
                "uint7",
                "uint264",
                "int0",
                "bytes0",
                "bytes33",
                "Nobody",
                "uint8[0]",
                "uint8[",
                "uint8[-1]",
                "")) {
            assertThatIllegalArgumentException()
                    .as(type)
                    .isThrownBy(() -> one(type, "1"))
                    .withMessageStartingWith("types: ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TypedData(Map.of("uint8", List.of()), "uint8", Map.of(), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TypedData(TYPES, "Letter", DOMAIN, MAIL));
        List<Member> twice = List.of(new Member("a", "bool"), new Member("a", "bool"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TypedData(Map.of("T", twice), "T", Map.of(), Map.of("a", true)));
    }

    @Test
    void aMessageEndsInBoundedDepthAndSize() {
        Map<String, List<Member>> chain = Map.of("Node", List.of(new Member("next", "Node[]")));
        Object list = List.of();
        for (int i = 0; i < TypedData.MAX_DEPTH; i++) {
            list = List.of(Map.of("next", list));
        }
        TypedData deep = new TypedData(chain, "Node", Map.of(), Map.of("next", list));
        assertThatIllegalArgumentException().isThrownBy(deep::digest).withMessageContaining("deeper");
        List<Boolean> many = Collections.nCopies(TypedData.MAX_VALUES, true);
        assertThatIllegalArgumentException()
                .isThrownBy(one("bool[]", many)::digest)
                .withMessageContaining("more than");
    }

    private static void accepted(String type, Object value) {
        assertThat(one(type, value).digest()).hasSize(32);
    }

    private static void unfit(String type, Object value) {
        TypedData data = one(type, value);
        assertThatIllegalArgumentException()
                .as(type)
                .isThrownBy(data::digest)
                .withMessageStartingWith("message.v: is no ");
    }

    private static TypedData one(String type, Object value) {
        return new TypedData(Map.of("T", List.of(new Member("v", type))), "T", Map.of(), Map.of("v", value));
    }

    private static void refused(String message, Map<String, Object> mail) {
        assertThatIllegalArgumentException().isThrownBy(() -> digest(mail)).withMessage(message);
    }

    private static String digest(Map<String, Object> mail) {
        return hex(new TypedData(TYPES, "Mail", DOMAIN, mail).digest());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Map<String, Object> with(Map<String, Object> fields, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(fields);
        changed.put(key, value);
        return changed;
    }
}
