package dev.dbmigrate.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database's page of the documentation, whose statements tests run as they stand there. */
public final class Guide {

    private Guide() {}

    /**
     * The blocks of one language in one section.
     *
     * @param page the page's name, without its ending
     * @param section the section's heading
     * @param language what stands behind the fence
     * @return the blocks, in their order
     */
    public static List<String> blocks(String page, String section, String language) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "guides", page + ".md"));
        Matcher body = Pattern.compile("(?ms)^## " + Pattern.quote(section) + "$(.*?)(?=^## |\\z)")
                .matcher(text);
        if (!body.find()) {
            throw new IllegalArgumentException(page + ".md has no section '" + section + "'");
        }
        return Pattern.compile("(?ms)^```" + Pattern.quote(language) + "\n(.*?)^```$")
                .matcher(body.group(1))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
