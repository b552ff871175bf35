// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Interfaces of which a test needs a few methods; all others fail the test. */
final class Fakes {
    private Fakes() {}

    /** @param answers by method name, given the arguments */
    static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer(answers, method, arguments));
        return type.cast(proxy);
    }

    private static Object answer(Map<String, Function<Object[], Object>> answers, Method method, Object[] arguments) {
        Function<Object[], Object> answer = answers.get(method.getName());
        if (answer == null) {
            throw new AssertionError(method + " was called");
        }
        return answer.apply(arguments == null ? new Object[0] : arguments);
    }
}
