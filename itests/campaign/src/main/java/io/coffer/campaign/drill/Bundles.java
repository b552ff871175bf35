// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.client.OperatorShell;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bundles of a node as its shell shows them. */
public final class Bundles {
    private static final Pattern ROW = Pattern.compile("^\\s*(\\d+)\\W+(\\w+)\\W+\\d+\\W+(\\S+)\\W+(\\S+)\\s*$");
    private static final Pattern PROPERTY = Pattern.compile("^\\s*(service\\.id|service\\.bundleid) = (\\d+)\\s*$");

    private final OperatorShell shell;

    public Bundles(OperatorShell shell) {
        this.shell = shell;
    }

    /**
     * A bundle.
     *
     * @param state as the shell says it, such as {@code Active}
     */
    public record Row(long id, String state, String version) {}

    /** @throws IOException if there is none of this symbolic name */
    public Row bundle(String name) throws IOException, InterruptedException {
        for (String line :
                shell.run("bundle:list", "-s", "-t", "0", "--no-format").lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && row.group(4).equals(name)) {
                return new Row(Long.parseLong(row.group(1)), row.group(2), row.group(3));
            }
        }
        throw new IOException("no bundle " + name);
    }

    /**
     * The bundle of every service, by the service's id. An id is never given again, so a bundle that was stopped and
     * started has others for the same services.
     */
    Map<Long, Long> services() throws IOException, InterruptedException {
        Map<Long, Long> services = new TreeMap<>();
        Optional<Long> bundle = Optional.empty();
        Optional<Long> service = Optional.empty();
        for (String line : shell.run("service:list").lines().toList()) {
            Matcher property = PROPERTY.matcher(line);
            if (property.matches()) {
                Optional<Long> number = Optional.of(Long.parseLong(property.group(2)));
                bundle = property.group(1).equals("service.bundleid") ? number : bundle;
                service = property.group(1).equals("service.id") ? number : service;
            }
            if (bundle.isPresent() && service.isPresent()) {
                services.put(service.get(), bundle.get());
                bundle = Optional.empty();
                service = Optional.empty();
            }
        }
        return services;
    }
}
