package org.lsst.efd.integration.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/** A directory of a real HDFS of one name node and one data node. */
final class HdfsPlace implements Place, AutoCloseable {
    private static final String ROOT = "/efd";

    private final MiniDFSCluster cluster;

    /** Starts it, with its disks in this directory. */
    HdfsPlace(Path disks) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disks.toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
        cluster.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path(ROOT));
    }

    @Override
    public String name() {
        return "HDFS";
    }

    @Override
    public String url() {
        return "hdfs://127.0.0.1:" + cluster.getNameNodePort() + ROOT;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("hadoop.dfs.replication", "1");
    }

    @Override
    public List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all =
                cluster.getFileSystem().listFiles(new org.apache.hadoop.fs.Path(ROOT), true);
        while (all.hasNext()) {
            files.add(all.next().getPath().toUri().getPath().substring(ROOT.length() + 1));
        }
        return files;
    }

    @Override
    public InputFile open(String file) throws IOException {
        return HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(url() + "/" + file),
                cluster.getFileSystem().getConf());
    }

    @Override
    public void close() {
        cluster.shutdown();
    }
}
