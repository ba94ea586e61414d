package dev.dbmigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Shows how every database and every migration stands. Needs no right to write, and succeeds whatever it finds. */
@Mojo(name = "status", threadSafe = true)
public final class StatusMojo extends RuntimeGoal {

    /** For Maven. */
    public StatusMojo() {
        super("status");
    }
}
