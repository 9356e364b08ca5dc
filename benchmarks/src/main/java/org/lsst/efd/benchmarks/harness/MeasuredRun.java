package org.lsst.efd.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Arrays;
import org.lsst.efd.benchmarks.harness.Workload.Volume;

/** Warms a workload up and measures it in this JVM. */
final class MeasuredRun {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private MeasuredRun() {}

    static Measurement of(Workload workload, Duration warmUp, Duration measured) throws Exception {
        runFor(workload, warmUp);
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long allocatedBefore = allocatedBytes();
        long cpuBefore = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        Volume volume = runFor(workload, measured);
        long nanos = System.nanoTime() - begin;
        long cpuNanos = PROCESS.getProcessCpuTime() - cpuBefore;
        long allocated = allocatedBytes() - allocatedBefore;
        return new Measurement(
                volume.records(),
                volume.bytes(),
                nanos / 1e9,
                cpuNanos / 1e9,
                allocated,
                peakHeap(),
                workload.wait99Seconds());
    }

    private static Volume runFor(Workload workload, Duration time) throws Exception {
        Volume sum = workload.run();
        long end = System.nanoTime() + time.toNanos();
        while (workload.hasMore() && System.nanoTime() - end < 0) {
            sum = sum.plus(workload.run());
        }
        return sum;
    }

    private static long allocatedBytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static long peakHeap() {
        return heapPools().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static java.util.List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
