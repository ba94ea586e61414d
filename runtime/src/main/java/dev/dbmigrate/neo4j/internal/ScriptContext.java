package dev.dbmigrate.neo4j.internal;

/** What runs a script file; a part of the context that dbmigrate gives to a migration. */
public interface ScriptContext {

    /**
     * Runs the statements of a script.
     *
     * @param file its name, for messages
     * @param text its text, with normalised line ends
     */
    void script(String file, String text);
}
