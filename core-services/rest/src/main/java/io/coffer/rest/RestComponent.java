// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import jakarta.servlet.Servlet;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the API on the HTTP whiteboard at {@code /v1/*} and answers 503 for services that are not there yet. */
@RequireHttpWhiteboard
@Component(
        configurationPid = RestComponent.PID,
        service = {})
public final class RestComponent {
    static final String PID = "io.coffer.rest";

    private static final Logger LOG = LoggerFactory.getLogger(RestComponent.class);
    private static final int REQUEST_ID_BYTES = 8;

    private final TrackedServices services;
    private final ServiceRegistration<Servlet> registration;
    private volatile RestSettings settings;

    @Activate
    public RestComponent(BundleContext context, Map<String, Object> properties) {
        settings = RestSettings.of(Map.of());
        configure(properties);
        SecureRandom random = new SecureRandom();
        services = new TrackedServices(context);
        RestApi api = new RestApi(
                services, () -> settings, context.getBundle().getVersion().toString());
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
        services.close();
    }
}
