package dev.dbmigrate.runtime;

import dev.dbmigrate.runtime.spi.HistoryStore;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lease when somebody asked to unlock it.
 *
 * @param holder who held it, or null if nobody did
 * @param unlocked whether it was taken from that runner; its sessions have been ended then
 */
public record UnlockReport(HistoryStore.@Nullable Holder holder, boolean unlocked) {}
