package dev.dbmigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Looks whether each database can be reached, which version it is, and whether the user may do what is needed. */
@Mojo(name = "health", threadSafe = true)
public final class HealthMojo extends RuntimeGoal {

    /** For Maven. */
    public HealthMojo() {
        super("health");
    }
}
