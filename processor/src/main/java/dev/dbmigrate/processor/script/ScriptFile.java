package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.processor.source.SourceText;
import dev.dbmigrate.processor.source.Spot;

/**
 * A script file as it was read.
 *
 * @param name its name
 * @param path where it lies, from the root of the resources
 * @param digest by what its class knows it again at run time
 * @param text its text with normalised line ends
 * @param content what stands in it
 */
record ScriptFile(ScriptName name, String path, String digest, String text, ScriptContent content) {

    Position at(int line, int column) {
        return new Position(name.file(), line, column);
    }

    /** Its statements for the rules, as one text that knows its places. */
    Statement statement(Spot spot) {
        SourceText statements = content.statements(SourceText.ofFile(name.file(), text));
        return new Statement(name.language().kind(), name.half(), statements, spot);
    }
}
