package dev.dbmigrate.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a page of the documentation.
 *
 * @param page its file
 * @param line the line of its first line of Java
 * @param info what stands behind {@code java} on the line of its fence: the id of the diagnostic that it must cause
 * @param given members that the reader has in mind, from a comment right above the block: {@code <!-- given: … -->}
 * @param text the Java, without indentation
 */
record Snippet(Path page, int line, String info, String given, String text) {

    private static final Pattern OPEN = Pattern.compile("( *)```java(?: +(.*))?");
    private static final Pattern GIVEN = Pattern.compile("\\s*<!-- given: (.*) -->");

    /** The blocks of a page. What stands under {@code Bad:} is left out: RuleExamplesTest of the processor compiles it. */
    static List<Snippet> of(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Snippet> snippets = new ArrayList<>();
        boolean bad = false;
        for (int i = 0; i < lines.size(); i++) {
            bad = lines.get(i).equals("Bad:") || (bad && !lines.get(i).equals("Good:"));
            Matcher open = OPEN.matcher(lines.get(i));
            if (open.matches()) {
                Matcher given = GIVEN.matcher(i == 0 ? "" : lines.get(i - 1));
                int end = i + 1;
                while (!lines.get(end).equals(open.group(1) + "```")) {
                    end++;
                }
                if (!bad) {
                    snippets.add(new Snippet(
                            page,
                            i + 2,
                            open.group(2) == null ? "" : open.group(2).strip(),
                            given.matches() ? given.group(1) : "",
                            String.join("\n", lines.subList(i + 1, end)).stripIndent() + "\n"));
                }
                i = end;
            }
        }
        return snippets;
    }

    @Override
    public String toString() {
        return page.getFileName() + ":" + line;
    }
}
