package dev.dbmigrate.runtime.spi;

import org.jspecify.annotations.Nullable;

/** A part of a migration failed. */
public final class PartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is known of the part's effect. */
    public enum Effect {
        /** Nothing of it stands; it may be tried again. */
        NONE,
        /** The steps that are journaled as done stand, the failed one does not; the next try goes on from there. */
        STEPS_DONE,
        /** It cannot be known, or a step without a way to resume was interrupted; a person must look. */
        IN_DOUBT,
        /** The connection is gone and the outcome stands on the target; the next run reads it there. */
        UNKNOWN
    }

    private final Effect effect;

    /**
     * Creates the exception.
     *
     * @param effect what is known of the effect
     * @param message what happened: the statement, its position, the step; holds no secret
     * @param cause the driver's or the migration's own exception, or null
     */
    public PartFailedException(Effect effect, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.effect = effect;
    }

    /** What is known of the effect. */
    public Effect effect() {
        return effect;
    }
}
