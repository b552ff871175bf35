// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.History;
import io.coffer.api.node.Wallets;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import jakarta.servlet.Servlet;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the API on the HTTP whiteboard at {@code /v1/*} and answers 503 for services that are not there yet. */
@RequireHttpWhiteboard
@Component(
        configurationPid = RestComponent.PID,
        service = {})
public final class RestComponent implements Services {
    static final String PID = "io.coffer.rest";

    private static final Logger LOG = LoggerFactory.getLogger(RestComponent.class);
    private static final int REQUEST_ID_BYTES = 8;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MoneyCore core;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Wallets wallets;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Chains chains;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Halts halts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable History history;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable KeyVault vault;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SigningService signing;

    private final ServiceRegistration<Servlet> registration;
    private volatile RestSettings settings;

    @Activate
    public RestComponent(BundleContext context, Map<String, Object> properties) {
        settings = RestSettings.of(Map.of());
        configure(properties);
        SecureRandom random = new SecureRandom();
        RestApi api = new RestApi(
                this, () -> settings, context.getBundle().getVersion().toString());
        Map<String, Object> whiteboard = Map.of(
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                PID,
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                "/v1/*");
        registration = context.registerService(
                Servlet.class, new RestServlet(api, () -> requestId(random)), FrameworkUtil.asDictionary(whiteboard));
    }

    private static String requestId(SecureRandom random) {
        byte[] bytes = new byte[REQUEST_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Takes the new values, or keeps the old ones if one of them is malformed. */
    @Modified
    void configure(Map<String, Object> properties) {
        try {
            settings = RestSettings.of(properties);
            if (settings.tokenSha256().isEmpty()) {
                LOG.warn("etc/{}.cfg has no apiTokenSha256: the API lets nobody in", PID);
            }
        } catch (IllegalArgumentException malformed) {
            LOG.error("etc/{}.cfg is not taken, the values before it stay: {}", PID, malformed.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
    }

    @Override
    public Optional<MoneyCore> findCore() {
        return Optional.ofNullable(core);
    }

    @Override
    public Optional<Wallets> findWallets() {
        return Optional.ofNullable(wallets);
    }

    @Override
    public Optional<Chains> findChains() {
        return Optional.ofNullable(chains);
    }

    @Override
    public Optional<Halts> findHalts() {
        return Optional.ofNullable(halts);
    }

    @Override
    public Optional<History> findHistory() {
        return Optional.ofNullable(history);
    }

    @Override
    public Optional<KeyVault> findVault() {
        return Optional.ofNullable(vault);
    }

    @Override
    public Optional<SigningService> findSigning() {
        return Optional.ofNullable(signing);
    }
}
