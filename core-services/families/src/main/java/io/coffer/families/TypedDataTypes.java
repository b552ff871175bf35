// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.families.TypedData.Member;
import io.coffer.hd.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The structs of a message after EIP-712. */
final class TypedDataTypes {
    static final int MAX_STRUCTS = 64;
    static final int MAX_MEMBERS = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,99}");
    /** A type and its arrays. */
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z_$][A-Za-z0-9_$]{0,99})((?:\\[(?:[1-9][0-9]{0,4})?])*)");

    private final Map<String, List<Member>> structs = new HashMap<>();

    TypedDataTypes(Map<String, List<Member>> types) {
        if (types.size() > MAX_STRUCTS) {
            throw new IllegalArgumentException("types: more than " + MAX_STRUCTS);
        }
        types.forEach((name, members) -> structs.put(name, List.copyOf(members)));
        structs.forEach(this::check);
    }

    boolean isStruct(String type) {
        return structs.containsKey(type);
    }

    List<Member> members(String struct) {
        List<Member> members = structs.get(struct);
        if (members == null) {
            throw new IllegalArgumentException("types: no struct is called " + struct);
        }
        return members;
    }

    /** keccak256 of the type's own text and then those that it refers to, in the order of their names. */
    byte[] hash(String struct) {
        Set<String> referred = new TreeSet<>();
        collect(struct, referred);
        referred.remove(struct);
        StringBuilder text = new StringBuilder(text(struct));
        referred.forEach(other -> text.append(text(other)));
        return Digests.keccak256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void collect(String struct, Set<String> into) {
        if (into.add(struct)) {
            for (Member member : members(struct)) {
                String element = element(member.type());
                if (isStruct(element)) {
                    collect(element, into);
                }
            }
        }
    }

    private String text(String struct) {
        return members(struct).stream()
                .map(member -> member.type() + " " + member.name())
                .collect(Collectors.joining(",", struct + "(", ")"));
    }

    private void check(String struct, List<Member> members) {
        if (!NAME.matcher(struct).matches() || TypedDataWord.isType(struct)) {
            throw new IllegalArgumentException("types: a struct cannot be called " + struct);
        }
        if (members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("types: " + struct + " has more than " + MAX_MEMBERS + " members");
        }
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            String element = element(member.type());
            boolean known = isStruct(element) || TypedDataWord.isType(element);
            if (!known || !NAME.matcher(member.name()).matches() || !names.add(member.name())) {
                throw new IllegalArgumentException(
                        "types: " + struct + " cannot have a member " + member.type() + " " + member.name());
            }
        }
    }

    /** The type without its arrays. */
    private static String element(String type) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("types: no type is written " + type);
        }
        return matcher.group(1);
    }
}
