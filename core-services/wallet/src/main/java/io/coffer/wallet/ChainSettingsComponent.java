// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet;

import io.coffer.wallet.settings.BadSettingException;
import io.coffer.wallet.settings.ChainSettings;
import io.coffer.wallet.settings.ChainSettingsForm;
import io.coffer.wallet.supervise.WalletNode;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code etc/io.coffer.wallet.chain-<name>.cfg}. A file that cannot be used is named in the log with key and value,
 * and what held before it goes on to hold.
 */
@Component(
        service = ChainSettingsComponent.class,
        configurationPid = ChainSettingsComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ChainSettingsComponent {
    static final String PID = "io.coffer.wallet.chain";
    private static final Logger LOG = LoggerFactory.getLogger(ChainSettingsComponent.class);
    private static final String FILE = "felix.fileinstall.filename";

    private Optional<ChainSettings> settings = Optional.empty();
    /** What is wrong with the newest settings, with the chain that they are for as far as that can be known. */
    private Optional<BadSettingException> bad = Optional.empty();

    private String problem = "";

    private Optional<WalletNode> node = Optional.empty();

    @Activate
    public ChainSettingsComponent(Map<String, Object> properties) {
        read(properties);
    }

    @Modified
    synchronized void modified(Map<String, Object> properties) {
        Optional<ChainSettings> former = settings;
        if (read(properties)) {
            node.ifPresent(present -> {
                former.filter(old -> !old.chain().equals(settings.orElseThrow().chain()))
                        .ifPresent(old -> present.unconfigure(old.chain()));
                present.configure(settings.orElseThrow());
            });
        } else {
            tell();
        }
    }

    synchronized void attach(WalletNode present) {
        node = Optional.of(present);
        settings.ifPresent(present::configure);
        tell();
    }

    synchronized void detach(WalletNode gone) {
        node = Optional.empty();
        settings.ifPresent(former -> gone.unconfigure(former.chain()));
        bad.flatMap(BadSettingException::chain).ifPresent(gone::unconfigure);
    }

    /** Says in the chain's status what is wrong. Without settings before, the chain waits. */
    private void tell() {
        if (node.isEmpty() || bad.isEmpty()) {
            return;
        }
        if (settings.isPresent()) {
            node.get().refuseChange(settings.get().chain(), problem);
        } else {
            bad.get().chain().ifPresent(chain -> node.get().hold(chain, problem));
        }
    }

    /** Whether the properties could be used. */
    private boolean read(Map<String, Object> properties) {
        try {
            settings = Optional.of(ChainSettingsForm.read(properties));
            bad = Optional.empty();
            return true;
        } catch (BadSettingException wrong) {
            String then = settings.isPresent() ? "what held before still holds" : "the chain waits for a correct one";
            problem = source(properties) + ": " + wrong.getMessage() + "; " + then;
            bad = Optional.of(wrong);
            LOG.error("{}", problem);
            return false;
        }
    }

    /** The file that the settings are from, or the PID if there is none. */
    private static String source(Map<String, Object> properties) {
        Object file = properties.get(FILE);
        return file == null
                ? PID
                : "etc/" + file.toString().substring(file.toString().lastIndexOf('/') + 1);
    }
}
