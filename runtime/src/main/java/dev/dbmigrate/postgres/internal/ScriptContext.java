package dev.dbmigrate.postgres.internal;

import java.io.IOException;
import java.io.Reader;

/** What runs a script file; a part of every context that dbmigrate gives to a migration. */
public interface ScriptContext {

    /**
     * Runs the statements of a script one by one; none but the present one is held in memory.
     *
     * @param file its name, for messages
     * @param text its text, with normalised line ends
     * @throws IOException if it cannot be read
     */
    void script(String file, Reader text) throws IOException;
}
