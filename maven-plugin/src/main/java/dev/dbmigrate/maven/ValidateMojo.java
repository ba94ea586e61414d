package dev.dbmigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;

/** Compares the applied history with the code and fails where they disagree: edited, missing, out of order, failed. */
@Mojo(name = "validate", threadSafe = true)
public final class ValidateMojo extends RuntimeGoal {

    /** For Maven. */
    public ValidateMojo() {
        super("validate");
    }
}
