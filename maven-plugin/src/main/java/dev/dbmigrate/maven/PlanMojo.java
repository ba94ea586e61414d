package dev.dbmigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Shows what {@code apply} would run, in which order, and why each migration waits for which. Changes nothing. */
@Mojo(name = "plan", threadSafe = true)
public final class PlanMojo extends SelectingGoal {

    /** For Maven. */
    public PlanMojo() {
        super("plan");
    }
}
