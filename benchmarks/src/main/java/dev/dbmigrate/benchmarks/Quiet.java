package dev.dbmigrate.benchmarks;

import java.util.logging.LogManager;

/** Keeps the contenders from talking: what a log line costs is not what is compared, and nothing may be sent anywhere. */
public final class Quiet {

    private Quiet() {}

    /** Stops logging by {@code java.util.logging} (SLF4J has no provider here that writes) and Liquibase's analytics. */
    public static void everything() {
        LogManager.getLogManager().reset();
        System.setProperty("liquibase.analytics.enabled", "false");
    }
}
