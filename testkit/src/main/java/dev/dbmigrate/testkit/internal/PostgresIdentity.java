package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** As whom PostgreSQL runs: it refuses to run as root, and builds in containers often are root. */
enum PostgresIdentity {
    /** The user of this JVM, who is not root. */
    OWN(""),
    /** Root in a user namespace of its own, where it is nobody; files still belong to root. */
    NAMESPACE("unshare -U"),
    /** The user nobody, to whom the data then belongs; Docker's default profile refuses namespaces but allows this. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final int NOBODY_ID = 65534;

    private final String prefix;

    PostgresIdentity(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The first that works on this machine.
     *
     * @throws EmbeddedServerException if this JVM runs as root and can become nobody else
     */
    static PostgresIdentity find() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OWN;
        }
        for (PostgresIdentity identity : List.of(NAMESPACE, NOBODY)) {
            if (identity.works()) {
                return identity;
            }
        }
        throw new EmbeddedServerException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv'"
                + " (both from util-linux) can give it another identity on this machine; run the build as another user,"
                + " or give the URL of a server: -Ddbmigrate.postgres.url=jdbc:postgresql://HOST/DATABASE");
    }

    private boolean works() throws InterruptedException {
        List<String> command = new ArrayList<>(prefix());
        command.add("true");
        try {
            return ServerStart.run(command, null).exitCode() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** What stands before a command so that it runs under this identity, in the same process. */
    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" "));
    }

    /** Gives a file or directory, with all in it, to this identity. */
    void own(Path path) throws IOException {
        if (this != NOBODY) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setAttribute(directory, "unix:uid", NOBODY_ID);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", NOBODY_ID);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
