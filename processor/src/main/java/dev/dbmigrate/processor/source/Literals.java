package dev.dbmigrate.processor.source;

/** The values of literals, so that two ways to write one value are one. */
final class Literals {

    private Literals() {}

    /** The value of what stands between quotes. */
    static String escaped(String body) {
        try {
            return body.translateEscapes();
        } catch (IllegalArgumentException notJava) {
            // the compiler refuses it too; any stable value will do
            return body;
        }
    }

    /** The value of what stands between the two {@code """}. */
    static String textBlock(String body) {
        String unix = body.replace("\r\n", "\n").replace('\r', '\n');
        int firstLine = unix.indexOf('\n');
        return escaped(unix.substring(firstLine + 1).stripIndent());
    }
}
