package dev.dbmigrate.testkit.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Says now and then how much has been downloaded. Thread-safe. */
final class DownloadProgress extends AbstractTransferListener {

    private static final int JARS_A_LINE = 25;
    private static final long MEGABYTE = 1024 * 1024;

    private final Consumer<String> progress;
    private final AtomicInteger jars = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    DownloadProgress(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        if (!event.getResource().getResourceName().endsWith(".jar")) {
            return;
        }
        long all = bytes.addAndGet(event.getTransferredBytes());
        int count = jars.incrementAndGet();
        if (count % JARS_A_LINE == 0) {
            progress.accept("downloaded " + count + " jars, " + all / MEGABYTE + " MB …");
        }
    }
}
