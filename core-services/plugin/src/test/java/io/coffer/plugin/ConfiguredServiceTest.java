// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.coffer.plugin.ServiceKind.Replacement;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.testkit.osgi.RecordedServices;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class ConfiguredServiceTest {
    private static final String PID = "io.coffer.example";
    private static final String PROBLEM = "problem";
    private static final Setting<String> TEXT = Setting.text("text", Pattern.compile("[a-z]+"), "is not of a-z");

    private final RecordedServices<CharSequence> services = new RecordedServices<>(CharSequence.class);
    private final List<String> happened = new ArrayList<>();

    /** Services that are texts; what begins with another letter is another thing. */
    private final class Texts implements ServiceKind<String, StringBuilder> {
        private final Replacement replacement;
        private final Optional<String> problemProperty;

        Texts(Replacement replacement, Optional<String> problemProperty) {
            this.replacement = replacement;
            this.problemProperty = problemProperty;
        }

        @Override
        public Class<CharSequence> type() {
            return CharSequence.class;
        }

        @Override
        public String read(Map<String, ?> properties) throws InvalidSettingsException {
            Fields fields = Fields.of(PID, properties, List.of(TEXT));
            fields.requireSound();
            return fields.value(TEXT);
        }

        @Override
        public StringBuilder open(String settings) {
            happened.add("open " + settings + " beside " + services.services());
            if (settings.endsWith("fails")) {
                throw new IllegalStateException(settings);
            }
            return new StringBuilder(settings);
        }

        @Override
        public void close(StringBuilder service) {
            happened.add("close " + service + " beside " + services.services());
        }

        @Override
        public Map<String, Object> properties(String settings) {
            return Map.of("length", settings.length());
        }

        @Override
        public String name(String settings) {
            return settings;
        }

        @Override
        public Optional<String> refusal(String before, StringBuilder running, String now) {
            return before.charAt(0) == now.charAt(0)
                    ? Optional.empty()
                    : Optional.of(now + " would take the place of " + running + "; remove the file");
        }

        @Override
        public Replacement replacement() {
            return replacement;
        }

        @Override
        public Optional<String> problemProperty() {
            return problemProperty;
        }
    }

    private ConfiguredService<String, StringBuilder> service(Replacement replacement) {
        return new ConfiguredService<>(PID, services.context(), new Texts(replacement, Optional.of(PROBLEM)));
    }

    private static Map<String, Object> text(String text) {
        return Map.of("text", text, "service.pid", PID + "~one");
    }

    @Test
    void aGoodConfigurationIsAServiceUntilItIsClosed() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.NEW_FIRST)) {
            service.configure(text("abc"));
            assertThat(services.services()).hasToString("[abc]");
            assertThat(services.properties()).containsExactly(Map.of("length", 3));
            service.close();
            assertThat(services.services()).isEmpty();
        }
        assertThat(happened).containsExactly("open abc beside []", "close abc beside []");
    }

    @Test
    void aBadFirstConfigurationRegistersNothingAndAGoodOneDoesLater() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.NEW_FIRST)) {
            service.configure(text("ABC"));
            assertThat(services.services()).isEmpty();
            service.configure(text("abc"));
            assertThat(services.services()).hasToString("[abc]");
        }
    }

    @Test
    void equalSettingsChangeNothing() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.OLD_FIRST)) {
            service.configure(text("abc"));
            service.configure(Map.of("text", " abc ", "service.ranking", 1));
            assertThat(happened).containsExactly("open abc beside []");
        }
    }

    @Test
    void withTheNewOneFirstThereIsAlwaysOne() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.NEW_FIRST)) {
            service.configure(text("abc"));
            service.configure(text("abcd"));
            assertThat(services.services()).hasToString("[abcd]");
        }
        assertThat(happened)
                .containsExactly(
                        "open abc beside []",
                        "open abcd beside [abc]",
                        "close abc beside [abcd]",
                        "close abcd beside []");
    }

    @Test
    void withTheOldOneFirstThereAreNeverTwo() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.OLD_FIRST)) {
            service.configure(text("abc"));
            service.configure(text("abcd"));
            assertThat(services.services()).hasToString("[abcd]");
        }
        assertThat(happened)
                .containsExactly(
                        "open abc beside []", "close abc beside []", "open abcd beside []", "close abcd beside []");
    }

    @Test
    void aRefusedUpdateLeavesTheOldOneAndIsToldByItUntilItIsMended() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.OLD_FIRST)) {
            service.configure(text("abc"));
            service.configure(text("ABC"));
            assertThat(services.properties())
                    .containsExactly(Map.of(
                            "length",
                            3,
                            PROBLEM,
                            "io.coffer.example~one: text=ABC is not of a-z; the values before it stay in force"));
            service.configure(text("xyz"));
            assertThat(services.properties().get(0).get(PROBLEM))
                    .isEqualTo("io.coffer.example~one: xyz would take the place of abc; remove the file;"
                            + " the values before it stay in force");
            service.configure(text("abc"));
            assertThat(services.properties()).containsExactly(Map.of("length", 3));
            assertThat(happened).containsExactly("open abc beside []");
        }
    }

    @Test
    void whoHasNoPropertyForProblemsIsLeftAlone() {
        Texts silent = new Texts(Replacement.NEW_FIRST, Optional.empty());
        try (ConfiguredService<String, StringBuilder> service =
                new ConfiguredService<>(PID, services.context(), silent)) {
            service.configure(text("abc"));
            service.configure(text("ABC"));
            assertThat(services.properties()).containsExactly(Map.of("length", 3));
        }
    }

    @Test
    void aConfigurationAfterTheEndStartsNothing() {
        ConfiguredService<String, StringBuilder> service = service(Replacement.OLD_FIRST);
        service.close();
        service.configure(text("abc"));
        assertThat(services.services()).isEmpty();
        assertThat(happened).isEmpty();
    }

    /** A framework of which one of the two does what it is to do, and the other fails. */
    private static BundleContext failing(boolean registers) {
        ServiceRegistration<?> registration = proxy(ServiceRegistration.class, () -> {
            throw new IllegalStateException("unregistered before");
        });
        return proxy(BundleContext.class, () -> {
            if (!registers) {
                throw new IllegalStateException("the bundle is stopped");
            }
            return registration;
        });
    }

    private static <T> T proxy(Class<T> type, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer.get()));
    }

    private ConfiguredService<String, StringBuilder> service(BundleContext framework) {
        return new ConfiguredService<>(PID, framework, new Texts(Replacement.OLD_FIRST, Optional.empty()));
    }

    @Test
    void aServiceThatCannotBeRegisteredIsEnded() {
        try (ConfiguredService<String, StringBuilder> service = service(failing(false))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> service.configure(text("abc")))
                    .withMessage("the bundle is stopped");
        }
        assertThat(happened).containsExactly("open abc beside []", "close abc beside []");
    }

    @Test
    void aServiceThatCannotBeUnregisteredIsEndedAllTheSame() {
        ConfiguredService<String, StringBuilder> service = service(failing(true));
        service.configure(text("abc"));
        assertThatIllegalStateException().isThrownBy(service::close).withMessage("unregistered before");
        service.close();
        assertThat(happened).containsExactly("open abc beside []", "close abc beside []");
    }

    @Test
    void anEndedServiceIsNotEndedAgainWhereTheNextOneFails() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.OLD_FIRST)) {
            service.configure(text("abc"));
            assertThatIllegalStateException().isThrownBy(() -> service.configure(text("afails")));
            assertThat(services.services()).isEmpty();
        }
        assertThat(happened).containsExactly("open abc beside []", "close abc beside []", "open afails beside []");
    }

    @Test
    void whereTheNextOneFailsTheOldOneStaysIfItWasToGoLast() {
        try (ConfiguredService<String, StringBuilder> service = service(Replacement.NEW_FIRST)) {
            service.configure(text("abc"));
            assertThatIllegalStateException().isThrownBy(() -> service.configure(text("afails")));
            assertThat(services.services()).hasToString("[abc]");
        }
        assertThat(services.services()).isEmpty();
    }
}
