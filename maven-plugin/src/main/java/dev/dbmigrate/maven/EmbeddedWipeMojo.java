package dev.dbmigrate.maven;

import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/** Stops the embedded servers of this project and deletes their data. */
@Mojo(name = "embedded-wipe", threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the fields before it calls execute()
public final class EmbeddedWipeMojo extends AbstractGoal {

    /** This plugin. */
    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    PluginDescriptor plugin;

    @Inject
    RepositorySystem repositories;

    @Override
    void run(Map<String, String> merged) {
        new EmbeddedServers(repositories, session, project, plugin.getVersion(), getLog()).end("wipe");
    }
}
