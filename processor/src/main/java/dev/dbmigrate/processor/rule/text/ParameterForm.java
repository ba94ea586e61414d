package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.source.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a statement that is joined with values anew, with parameters. For one statement. */
final class ParameterForm {

    private static final int LONGEST = 400;
    private static final Pattern NAME =
            Pattern.compile("(?:.*\\.)?(?:get(?=[A-Z]))?([A-Za-z_][A-Za-z0-9_]*)(?:\\(\\))?", Pattern.DOTALL);

    private final Template template;
    private final Language language;
    private final StringBuilder text = new StringBuilder("\"");
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private ParameterForm(Template template, Language language) {
        this.template = template;
        this.language = language;
    }

    /**
     * The call to write.
     *
     * @param query whether it reads rows
     */
    static String of(Template template, List<Gap> gaps, Language language, boolean query) {
        String own = template.text().value();
        boolean secret = !Secrets.find(own).isEmpty();
        ParameterForm form = new ParameterForm(template, language);
        int end = 0;
        for (Gap gap : gaps) {
            form.literal(own.substring(end, gap.from()));
            form.add(gap, own.substring(gap.from(), gap.to()));
            end = gap.to();
        }
        form.literal(own.substring(end));
        form.text.append('"');
        return form.call(secret || form.text.length() > LONGEST ? "\"…\"" : form.text.toString(), query);
    }

    private String call(String statement, boolean query) {
        if (language == Language.CYPHER) {
            List<String> entries = new ArrayList<>();
            parameters.forEach((name, value) -> entries.add("\"" + name + "\", " + value));
            return "db.run(" + statement + ", Map.of(" + String.join(", ", entries) + "))";
        }
        return "db." + (query ? "query(" : "update(") + statement + ", " + (query ? "row -> …, " : "")
                + String.join(", ", parameters.values()) + ")";
    }

    private void literal(String part) {
        text.append(part.replaceAll("\\s+", " ").replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private void add(Gap gap, String region) {
        if (!gap.isValue()) {
            int number = gap.first();
            for (String piece : region.split("(?=" + Template.GAP + ")|(?<=" + Template.GAP + ")")) {
                if (piece.charAt(0) == Template.GAP) {
                    text.append("\" + ").append(value(number++)).append(" + \"");
                } else {
                    literal(piece);
                }
            }
            return;
        }
        int quote = Math.max(region.indexOf('\''), region.indexOf('"'));
        String type = quote > 0 ? region.substring(0, quote).strip() : "";
        String value =
                quote < 0 ? value(gap.first()) : joined(gap.first(), region.substring(quote + 1, region.length() - 1));
        text.append(type.isEmpty() ? parameter(gap, value) : "CAST(" + parameter(gap, value) + " AS " + type + ")");
    }

    /** A quoted text with gaps, as Java. */
    private String joined(int first, String quoted) {
        List<String> parts = new ArrayList<>();
        int number = first;
        for (String piece : quoted.split("(?=" + Template.GAP + ")|(?<=" + Template.GAP + ")")) {
            parts.add(piece.charAt(0) == Template.GAP ? value(number++) : "\"" + piece + "\"");
        }
        return String.join(" + ", parts);
    }

    private String parameter(Gap gap, String value) {
        if (language == Language.SQL) {
            parameters.put("?" + parameters.size(), value);
            return "?";
        }
        Matcher name = NAME.matcher(value(gap.first()));
        String plain = name.matches()
                ? Character.toLowerCase(name.group(1).charAt(0)) + name.group(1).substring(1)
                : "value";
        String unique = plain;
        for (int i = 2; parameters.containsKey(unique) && !value.equals(parameters.get(unique)); i++) {
            unique = plain + i;
        }
        parameters.put(unique, value);
        return "$" + unique;
    }

    private String value(int number) {
        return template.values().get(number).replaceAll("\\s+", " ");
    }
}
