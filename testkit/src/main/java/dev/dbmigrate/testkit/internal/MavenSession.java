package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * A resolver session that reads the settings of the user and of the Maven installation: local repository, mirrors,
 * proxies, plain credentials, offline. Encrypted passwords are beyond it; the Maven plugin resolves by itself.
 *
 * @param session the session
 * @param repositories where to resolve from: Maven Central or its mirror
 */
record MavenSession(RepositorySystemSession session, List<RemoteRepository> repositories) {

    static MavenSession open(RepositorySystem system, Consumer<String> progress) {
        Settings settings = settings();
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setTransferListener(new DownloadProgress(progress));
        session.setOffline(settings.isOffline());
        session.setSystemProperties(System.getProperties());
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(localRepository(settings))));
        session.setMirrorSelector(mirrors(settings));
        session.setProxySelector(proxies(settings));
        session.setAuthenticationSelector(authentication(settings));
        return new MavenSession(session, system.newResolutionRepositories(session, List.of(central())));
    }

    /** The repository that every POM inherits, as Maven itself knows it. */
    private static RemoteRepository central() {
        DefaultModelProcessor reader = new DefaultModelProcessor();
        reader.setModelLocator(new DefaultModelLocator());
        reader.setModelReader(new DefaultModelReader());
        Repository inherited = new DefaultSuperPomProvider()
                .setModelProcessor(reader)
                .getSuperModel("4.0.0")
                .getRepositories()
                .get(0);
        return new RemoteRepository.Builder(inherited.getId(), "default", inherited.getUrl()).build();
    }

    private static Settings settings() {
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setSystemProperties(System.getProperties());
        File user =
                Path.of(System.getProperty("user.home"), ".m2", "settings.xml").toFile();
        if (user.exists()) {
            request.setUserSettingsFile(user);
        }
        String installation = System.getProperty("maven.home", System.getenv("MAVEN_HOME"));
        if (installation != null) {
            request.setGlobalSettingsFile(
                    Path.of(installation, "conf", "settings.xml").toFile());
        }
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException e) {
            throw new EmbeddedServerException("Maven's settings cannot be read: " + e.getMessage(), e);
        }
    }

    private static File localRepository(Settings settings) {
        String given = System.getProperty("maven.repo.local");
        String configured = given != null ? given : settings.getLocalRepository();
        return configured != null
                ? new File(configured)
                : Path.of(System.getProperty("user.home"), ".m2", "repository").toFile();
    }

    private static DefaultMirrorSelector mirrors(Settings settings) {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            mirrors.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        return mirrors;
    }

    private static DefaultProxySelector proxies(Settings settings) {
        DefaultProxySelector proxies = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                AuthenticationBuilder credentials = new AuthenticationBuilder();
                credentials.addUsername(proxy.getUsername()).addPassword(proxy.getPassword());
                proxies.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), credentials.build()),
                        proxy.getNonProxyHosts());
            }
        }
        return proxies;
    }

    private static AuthenticationSelector authentication(Settings settings) {
        DefaultAuthenticationSelector authentication = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            AuthenticationBuilder credentials = new AuthenticationBuilder();
            credentials.addUsername(server.getUsername()).addPassword(server.getPassword());
            credentials.addPrivateKey(server.getPrivateKey(), server.getPassphrase());
            authentication.add(server.getId(), credentials.build());
        }
        return authentication;
    }
}
