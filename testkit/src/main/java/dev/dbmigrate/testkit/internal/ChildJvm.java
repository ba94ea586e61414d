package dev.dbmigrate.testkit.internal;

import java.nio.file.Path;

/** How to start a JVM like this one. */
public final class ChildJvm {

    private ChildJvm() {}

    /** The {@code java} program that runs this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The class path of this JVM. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }
}
