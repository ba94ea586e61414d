package dev.dbmigrate.neo4j.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a schema statement is about.
 *
 * @param drops whether it drops
 * @param constraint whether it is about a constraint; else about an index
 * @param name the name it gives or drops, or null if it gives none
 */
record SchemaStatement(
        boolean drops, boolean constraint, @Nullable String name) {

    private static final Pattern FORM = Pattern.compile(
            "(?is)\\b(CREATE|DROP|ALTER)\\b(?:\\s+OR\\s+REPLACE)?(?:\\s+\\w+)?\\s+(INDEX|CONSTRAINT)\\b\\s*"
                    + "(?:(?!FOR\\b|IF\\b|ON\\b)(\\w+|`(?:[^`]|``)+`))?");
    private static final Pattern COMMENT = Pattern.compile("(?s)//[^\\n]*|/\\*.*?\\*/");

    static SchemaStatement of(String cypher) {
        Matcher form = FORM.matcher(COMMENT.matcher(cypher).replaceAll(" "));
        if (!form.find()) {
            return new SchemaStatement(false, false, null);
        }
        return new SchemaStatement(
                form.group(1).equalsIgnoreCase("DROP"),
                form.group(2).equalsIgnoreCase("CONSTRAINT"),
                unquoted(form.group(3)));
    }

    private static @Nullable String unquoted(@Nullable String name) {
        return name == null || !name.startsWith("`")
                ? name
                : name.substring(1, name.length() - 1).replace("``", "`");
    }

    /** What shows all of its kind. */
    String show() {
        return constraint ? "SHOW CONSTRAINTS" : "SHOW INDEXES";
    }
}
