package dev.dbmigrate.maven;

import java.io.Console;
import org.apache.maven.execution.MavenSession;

/**
 * What kind of thing the output goes to.
 *
 * @param watched whether a person watches, so that a line may be written over
 * @param colour whether colour may be used
 */
record Terminal(boolean watched, boolean colour) {

    /** Maven puts {@code [INFO] } before each line; with it a line has 100 columns. */
    static final int WIDTH = 100 - "[INFO] ".length();

    static Terminal of(MavenSession session, boolean infoEnabled) {
        boolean watched = infoEnabled && session.getRequest().isInteractiveMode() && isTerminal();
        String asked = session.getUserProperties().getProperty("style.color", "auto");
        boolean colour = switch (asked) {
            case "always" -> true;
            case "never" -> false;
            default -> watched && System.getenv("NO_COLOR") == null;
        };
        return new Terminal(watched, colour);
    }

    /** Since JDK 22 there is a console also where there is no terminal; it then says so itself. */
    @SuppressWarnings("SystemConsoleNull") // both ways are taken, by JDK
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJdk22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("java.io.Console.isTerminal() is public", e);
        }
    }
}
