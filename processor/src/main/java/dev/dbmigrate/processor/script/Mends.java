package dev.dbmigrate.processor.script;

import java.util.Locale;

/** What to type in place of what is no statement. */
final class Mends {

    private static final String LEAVE_OUT = "Take the line out";

    private Mends() {}

    static String of(ScriptContent.Remark remark) {
        return switch (remark.diagnostic()) {
            case META_COMMAND -> metaCommand(remark.text());
            case UNTERMINATED -> closing(remark.text());
            case CLIENT_COMMAND ->
                remark.text().startsWith(":param") ? ", and write the value where the parameter stands" : "";
            default -> "";
        };
    }

    private static String metaCommand(String command) {
        String name = command.split("[\\s;]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (name) {
            case "\\c", "\\connect" ->
                "Take it out, and name the database: @MigrationScripts(…, database = \"…\") for a folder of its scripts";
            case "\\i", "\\ir", "\\include", "\\include_relative" ->
                "Make that file a script of its own, with a number before this one's";
            case "\\set", "\\getenv", "\\prompt" -> "Take it out, and write the value itself where :name stands";
            case "\\copy" -> "Write COPY … FROM STDIN; with the data below it, up to a line \\.";
            case "\\." -> "It ends data of COPY … FROM STDIN, of which there is none here. " + LEAVE_OUT;
            case "\\g", "\\gx", "\\gdesc" -> "Write ; in its place";
            case "\\gset", "\\gexec", "\\if", "\\elif", "\\else", "\\endif" ->
                "Write the logic as DO $$ … $$, or as a migration in Java";
            default -> LEAVE_OUT;
        };
    }

    private static String closing(String what) {
        if (what.startsWith("dollar")) {
            return what.substring(what.lastIndexOf(' ') + 1);
        }
        return what.equals("comment") ? "*/" : "the closing quote";
    }
}
