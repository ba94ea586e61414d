package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what is nearly an id into one. */
final class IdSuggestion {

    private static final Pattern LEADING_NUMBER = Pattern.compile("[Vv]?(\\d{1,18})(?=\\D|$)");
    private static final Pattern LEADING_DATE =
            Pattern.compile("(\\d{4})[^A-Za-z0-9]?(\\d{2})[^A-Za-z0-9]?(\\d{2})(?!\\d)");
    private static final Pattern LEADING_TIMESTAMP =
            Pattern.compile("(\\d{8})[^A-Za-z0-9]?(\\d{6})(?!\\d)[^A-Za-z0-9]*(.*)");
    private static final String FIRST_NUMBER = "001";

    private IdSuggestion() {}

    /** Why a text is not an id. */
    static String fault(String text) {
        if (text.isBlank()) {
            return "it is empty";
        }
        if (text.length() > MigrationId.MAX_LENGTH) {
            return "it is longer than " + MigrationId.MAX_LENGTH + " characters";
        }
        Optional<String> foreign = text.chars()
                .filter(c -> !isPlain((char) c))
                .mapToObj(c -> c == ' ' ? "a space" : "'" + (char) c + "'")
                .findFirst();
        if (foreign.isPresent()) {
            return "it contains " + foreign.get();
        }
        if (!LEADING_NUMBER.matcher(text).lookingAt()) {
            return "it does not begin with a number or a date";
        }
        return "it is not of the form 003_add_users, 2025-01-15-001-add-users or 20250115_120000_add_users";
    }

    /** The nearest id to a text that is none. */
    static String forText(String text, String className) {
        String cut = text.length() > MigrationId.MAX_LENGTH ? text.substring(0, MigrationId.MAX_LENGTH) : text;
        Matcher timestamp = LEADING_TIMESTAMP.matcher(cut.strip());
        if (timestamp.matches()) {
            return timestamp.group(1) + "_" + timestamp.group(2) + "_" + name(timestamp.group(3), className, "_");
        }
        String plain = cut.strip();
        Matcher date = LEADING_DATE.matcher(plain);
        if (date.lookingAt()) {
            return dated(date, plain.substring(date.end()), className);
        }
        Matcher number = LEADING_NUMBER.matcher(plain);
        return number.lookingAt()
                ? number.group() + "_" + name(plain.substring(number.end()), className, "_")
                : FIRST_NUMBER + "_" + name(plain, className, "_");
    }

    private static String dated(Matcher date, String rest, String className) {
        String tail = rest.replaceFirst("^[^A-Za-z0-9]+", "");
        Matcher number = Pattern.compile("\\d{1,6}(?=\\D|$)").matcher(tail);
        String counter = number.lookingAt() ? number.group() : FIRST_NUMBER;
        String name = number.lookingAt() ? tail.substring(number.end()) : tail;
        return String.join("-", date.group(1), date.group(2), date.group(3), counter, name(name, className, "-"));
    }

    private static String name(String text, String className, String separator) {
        String words = text.replaceAll("[^A-Za-z0-9]+", " ").strip();
        String source = words.isEmpty() ? className : words;
        return source.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", separator);
    }

    /** An id like a taken one, with the first number that is free. */
    static String next(String taken, MigrationDeclaration migration, List<String> known) {
        String name = name(
                MigrationId.tryParse(taken).map(MigrationId::name).orElse(""),
                migration.type().getSimpleName().toString(),
                "_");
        Matcher number = Pattern.compile("[Vv]?(\\d{1,18})[_-].*").matcher(taken);
        boolean counted = MigrationId.tryParse(taken)
                .filter(id -> id.style() == MigrationId.Style.NUMBER)
                .isPresent();
        if (!counted || !number.matches()) {
            return taken + (taken.contains("_") ? "_2" : "-2");
        }
        List<Long> numbers = new ArrayList<>();
        for (String id : known) {
            Matcher other = Pattern.compile("[Vv]?(\\d{1,18})[_-].*").matcher(id);
            if (other.matches()
                    && MigrationId.tryParse(id)
                            .filter(read -> read.style() == MigrationId.Style.NUMBER)
                            .isPresent()) {
                numbers.add(Long.parseLong(other.group(1)));
            }
        }
        long free = numbers.stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        String padded = String.format(Locale.ROOT, "%0" + number.group(1).length() + "d", free);
        String prefix = taken.substring(0, number.start(1));
        return prefix + padded + taken.charAt(number.end(1)) + name;
    }

    private static boolean isPlain(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }
}
