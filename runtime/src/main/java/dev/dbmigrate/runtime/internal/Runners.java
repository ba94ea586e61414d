package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.spi.Runner;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Names the process that runs. */
final class Runners {

    private Runners() {}

    static Runner current(String user) {
        return new Runner(
                UUID.randomUUID().toString(), host(), ProcessHandle.current().pid(), user);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // a machine without a name in its resolver still migrates
            return "unknown-host";
        }
    }
}
