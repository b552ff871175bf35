// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.architecture;

import aQute.bnd.header.OSGiHeader;
import io.coffer.itests.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Our bundles, as the distribution carries them. */
final class Bundles {
    private static final Pattern PLUGIN_FEATURE = Pattern.compile("coffer-(chain|asset|oracle)-.+");

    private final Path repository;

    /** Unpacks the distribution into {@code folder}. */
    Bundles(Path folder) throws IOException, InterruptedException {
        this.repository = Distribution.unpack(folder).resolve("system/io/coffer");
    }

    /** Every bundle of ours by its artifact name. */
    Map<String, Path> ours() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .collect(Collectors.toMap(Bundles::artifact, file -> file, (a, b) -> a, TreeMap::new));
        }
    }

    /** Those that the features of chains, assets and oracles bring. */
    Map<String, Path> plugins() throws IOException {
        Map<String, Path> plugins = ours();
        plugins.keySet().retainAll(pluginArtifacts());
        return plugins;
    }

    private Set<String> pluginArtifacts() throws IOException {
        Set<String> artifacts = new TreeSet<>();
        NodeList features = features();
        for (int i = 0; i < features.getLength(); i++) {
            Element feature = (Element) features.item(i);
            if (PLUGIN_FEATURE.matcher(feature.getAttribute("name")).matches()) {
                NodeList bundles = feature.getElementsByTagName("bundle");
                for (int j = 0; j < bundles.getLength(); j++) {
                    // mvn:group/artifact/version
                    artifacts.add(bundles.item(j).getTextContent().strip().split("/", -1)[1]);
                }
            }
        }
        return artifacts;
    }

    private NodeList features() throws IOException {
        try (Stream<Path> files = Files.walk(repository.resolve("features"))) {
            Path file = files.filter(path -> path.toString().endsWith("-features.xml"))
                    .findFirst()
                    .orElseThrow();
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("feature");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    static Set<String> imports(Path bundle) {
        return packages(bundle, "Import-Package");
    }

    static Set<String> exports(Path bundle) {
        return packages(bundle, "Export-Package");
    }

    private static Set<String> packages(Path bundle, String header) {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            String value = jar.getManifest().getMainAttributes().getValue(header);
            // A package that is named twice carries a mark on its second key.
            return OSGiHeader.parseHeader(value).keySet().stream()
                    .map(key -> key.replaceAll("~+$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String artifact(Path jar) {
        // artifact/version/file
        return jar.getName(jar.getNameCount() - 3).toString();
    }
}
