package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.source.Template;
import java.util.regex.Pattern;

/**
 * Tells what stands for a secret from what is one. Only what no server would be given as a password counts as a placeholder:
 * {@code changeme}, sent to a server, is a password that everybody knows.
 */
final class Placeholders {

    private static final Pattern FORM = Pattern.compile(
            "[$#]\\{.*|\\$[A-Z_][A-Z0-9_]*|\\$\\d+|<.*>|\\{.*}|\\[.*]|%\\w|%\\d+\\$\\w|%\\w+%|@\\w+@|[*•]+|[xX]{3,}|\\.{3}|…|\\?|_+|-+");

    private Placeholders() {}

    /** Whether a text in a secret's place is none. */
    static boolean contains(String text) {
        return text.isBlank()
                || text.indexOf(Template.GAP) >= 0
                || FORM.matcher(text).matches();
    }
}
