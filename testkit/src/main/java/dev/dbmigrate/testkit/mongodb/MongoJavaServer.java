package dev.dbmigrate.testkit.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;

/** Main class of the child process: serves until its standard input ends. */
public final class MongoJavaServer {

    private MongoJavaServer() {}

    /**
     * Runs the server.
     *
     * @param arguments the data file and the port
     * @throws IOException if standard input fails
     */
    public static void main(String[] arguments) throws IOException {
        MongoServer server = new MongoServer(new DurableH2Backend(arguments[0]));
        server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
        while (System.in.read() >= 0) {
            // nothing is ever sent: only the end counts
        }
        server.shutdown();
    }
}
