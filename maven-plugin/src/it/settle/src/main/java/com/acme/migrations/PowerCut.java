package com.acme.migrations;

/** What happens to a process in the middle of its work. */
final class PowerCut {

    private PowerCut() {}

    static void maybe(String migration) {
        if (migration.equals(System.getenv("POWER_CUT"))) {
            throw new IllegalStateException("the power went");
        }
    }
}
