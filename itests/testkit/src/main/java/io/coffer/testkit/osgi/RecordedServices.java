// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.osgi;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * A framework that can do nothing but register services of one type, change their properties and unregister them, and
 * shows which there are.
 *
 * @param <S> the type
 */
public final class RecordedServices<S> {
    private final Class<S> type;
    private final List<S> services = new ArrayList<>();
    private final List<Map<String, Object>> properties = new ArrayList<>();

    public RecordedServices(Class<S> type) {
        this.type = type;
    }

    /** What a component is activated with. */
    public BundleContext context() {
        return proxy(BundleContext.class, (method, arguments) -> {
            if (!method.getName().equals("registerService")
                    || arguments.length != 3
                    || !type.equals(arguments[0])
                    || !type.isInstance(arguments[1])) {
                throw new AssertionError("not registerService(" + type.getSimpleName() + ".class, ...): " + method);
            }
            return register(type.cast(arguments[1]), (Dictionary<?, ?>) arguments[2]);
        });
    }

    /** The services that are registered, oldest first. */
    public List<S> services() {
        return List.copyOf(services);
    }

    /** The properties of each of them. */
    public List<Map<String, Object>> properties() {
        return List.copyOf(properties);
    }

    private ServiceRegistration<?> register(S service, Dictionary<?, ?> given) {
        services.add(service);
        properties.add(copy(given));
        return proxy(ServiceRegistration.class, (method, arguments) -> {
            int place = services.indexOf(service);
            if (place < 0) {
                throw new AssertionError("after unregister(): " + method);
            }
            switch (method.getName()) {
                case "setProperties" -> properties.set(place, copy((Dictionary<?, ?>) arguments[0]));
                case "unregister" -> {
                    services.remove(place);
                    properties.remove(place);
                }
                default -> throw new AssertionError("neither setProperties() nor unregister(): " + method);
            }
            return service;
        });
    }

    private static Map<String, Object> copy(Dictionary<?, ?> given) {
        Map<String, Object> copy = new TreeMap<>();
        for (Object key : Collections.list(given.keys())) {
            copy.put(key.toString(), given.get(key));
        }
        return copy;
    }

    private interface Handler {
        Object call(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = handler.call(method, arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? Void.TYPE.cast(null) : result;
                }));
    }
}
