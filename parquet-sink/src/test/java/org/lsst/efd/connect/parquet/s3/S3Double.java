package org.lsst.efd.connect.parquet.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * As much of S3 as S3A needs, with path-style access and one bucket: PUT, HEAD, GET, list, multipart, DELETE, and {@code
 * If-None-Match: *} on PUT and on the completion of an upload, which servers for tests do not honour.
 */
public final class S3Double implements AutoCloseable {
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-fA-F]+)(;.*)?");
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String bucket;
    private final SortedMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, SortedMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean honoursConditions = true;
    private volatile Function<String, Optional<Integer>> fault = request -> Optional.empty();

    private S3Double(HttpServer server, String bucket) {
        this.server = server;
        this.bucket = bucket;
    }

    /** A running store with one bucket. */
    public static S3Double start(String bucket) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        S3Double store = new S3Double(server, bucket);
        server.createContext("/", store::answer);
        server.setExecutor(store.threads);
        server.start();
        return store;
    }

    /** Where it listens. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings of the sink that lead here. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "hadoop.fs.s3a.endpoint", endpoint(),
                "hadoop.fs.s3a.endpoint.region", "us-east-1",
                "hadoop.fs.s3a.path.style.access", "true",
                "hadoop.fs.s3a.access.key", "test",
                "hadoop.fs.s3a.secret.key", "test",
                "hadoop.fs.s3a.connection.ssl.enabled", "false",
                "hadoop.fs.s3a.retry.interval", "50ms",
                "hadoop.fs.s3a.multipart.size", "5M"));
        settings.put("hadoop.fs.s3a.multipart.threshold", "5M");
        return settings;
    }

    /** Objects by key, the bucket left out. */
    public SortedMap<String, byte[]> objects() {
        return objects;
    }

    /** An object to read. */
    public static InputFile input(byte[] bytes) {
        return new InputFile() {
            @Override
            public long getLength() {
                return bytes.length;
            }

            @Override
            public SeekableInputStream newStream() {
                return new BytesInput(bytes);
            }
        };
    }

    /** Uploads in parts that were neither completed nor aborted. */
    public int openUploads() {
        return uploads.size();
    }

    /** The keys that were refused because they exist, as often as they were. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** Makes it one of the stores that take no notice of conditions. */
    public void ignoreConditions() {
        honoursConditions = false;
    }

    /** Answers with a status where a function of method and path gives one. */
    public void fail(Function<String, Optional<Integer>> newFault) {
        fault = newFault;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            byte[] body = body(exchange);
            Optional<Integer> wrong = fault.apply(exchange.getRequestMethod() + " " + uri.getPath());
            if (wrong.isPresent()) {
                error(exchange, wrong.get(), wrong.get() == 503 ? "SlowDown" : "InternalError");
                return;
            }
            String[] parts = uri.getPath().substring(1).split("/", 2);
            if (!parts[0].equals(bucket)) {
                error(exchange, 404, "NoSuchBucket");
                return;
            }
            String key = parts.length < 2 ? "" : parts[1];
            handle(exchange, key, query(uri.getRawQuery() == null ? "" : uri.getRawQuery()), body);
        }
    }

    private void handle(HttpExchange exchange, String key, Map<String, String> query, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "HEAD" -> {
                byte[] object = key.isEmpty() ? new byte[0] : objects.get(key);
                if (object == null) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    headers(exchange, object);
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
                    exchange.sendResponseHeaders(200, -1);
                }
            }
            case "GET" -> {
                if (key.isEmpty()) {
                    list(exchange, query);
                } else {
                    get(exchange, key);
                }
            }
            case "PUT" -> {
                String upload = query.get("uploadId");
                if (upload != null) {
                    putPart(exchange, upload, Integer.parseInt(query.getOrDefault("partNumber", "1")), body);
                } else {
                    create(exchange, key, body, false);
                }
            }
            case "POST" -> post(exchange, key, query, body);
            case "DELETE" -> {
                if (query.containsKey("uploadId")) {
                    uploads.remove(query.get("uploadId"));
                } else {
                    objects.remove(key);
                }
                exchange.sendResponseHeaders(204, -1);
            }
            default -> error(exchange, 405, "MethodNotAllowed");
        }
    }

    private void post(HttpExchange exchange, String key, Map<String, String> query, byte[] body) throws IOException {
        if (query.containsKey("uploads")) {
            String id = UUID.randomUUID().toString();
            uploads.put(id, new ConcurrentSkipListMap<>());
            xml(
                    exchange,
                    "<InitiateMultipartUploadResult><Bucket>" + bucket + "</Bucket><Key>" + escaped(key)
                            + "</Key><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
        } else if (query.containsKey("uploadId")) {
            SortedMap<Integer, byte[]> parts = uploads.get(query.get("uploadId"));
            if (parts == null) {
                error(exchange, 404, "NoSuchUpload");
                return;
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            parts.values().forEach(whole::writeBytes);
            if (create(exchange, key, whole.toByteArray(), true)) {
                uploads.remove(query.get("uploadId"));
            }
        } else if (query.containsKey("delete")) {
            Matcher keys = KEY.matcher(new String(body, StandardCharsets.UTF_8));
            while (keys.find()) {
                objects.remove(keys.group(1));
            }
            xml(exchange, "<DeleteResult></DeleteResult>");
        } else {
            error(exchange, 400, "InvalidRequest");
        }
    }

    private void putPart(HttpExchange exchange, String upload, int number, byte[] body) throws IOException {
        SortedMap<Integer, byte[]> parts = uploads.get(upload);
        if (parts == null) {
            error(exchange, 404, "NoSuchUpload");
            return;
        }
        parts.put(number, body);
        headers(exchange, body);
        exchange.sendResponseHeaders(200, -1);
    }

    /** The check and the creation are one step, as in S3. */
    private boolean create(HttpExchange exchange, String key, byte[] body, boolean isCompletion) throws IOException {
        boolean isConditional =
                honoursConditions && "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        boolean isCreated;
        synchronized (objects) {
            isCreated = !isConditional || !objects.containsKey(key);
            if (isCreated) {
                objects.put(key, body);
            }
        }
        if (!isCreated) {
            refused.add(key);
            error(exchange, 412, "PreconditionFailed");
        } else if (isCompletion) {
            xml(
                    exchange,
                    "<CompleteMultipartUploadResult><Bucket>" + bucket + "</Bucket><Key>" + escaped(key)
                            + "</Key><ETag>" + etag(body) + "</ETag></CompleteMultipartUploadResult>");
        } else {
            headers(exchange, body);
            exchange.sendResponseHeaders(200, -1);
        }
        return isCreated;
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] object = objects.get(key);
        if (object == null) {
            error(exchange, 404, "NoSuchKey");
            return;
        }
        headers(exchange, object);
        int from = 0;
        int until = object.length;
        String range = exchange.getRequestHeaders().getFirst("Range");
        int status = 200;
        if (range != null) {
            String[] bounds = range.substring("bytes=".length()).split("-", -1);
            from = bounds[0].isEmpty() ? object.length - Integer.parseInt(bounds[1]) : Integer.parseInt(bounds[0]);
            until = bounds[0].isEmpty() || bounds[1].isEmpty()
                    ? object.length
                    : Math.min(object.length, Integer.parseInt(bounds[1]) + 1);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (until - 1) + "/" + object.length);
            status = 206;
        }
        exchange.sendResponseHeaders(status, until == from ? -1 : until - from);
        exchange.getResponseBody().write(object, from, until - from);
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (query.containsKey("location")) {
            xml(exchange, "<LocationConstraint>us-east-1</LocationConstraint>");
            return;
        }
        if (query.containsKey("uploads")) {
            xml(exchange, "<ListMultipartUploadsResult></ListMultipartUploadsResult>");
            return;
        }
        String prefix = query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        StringBuilder found = new StringBuilder();
        SortedMap<String, Boolean> common = new TreeMap<>();
        int count = 0;
        for (Map.Entry<String, byte[]> object : objects.tailMap(prefix).entrySet()) {
            String key = object.getKey();
            if (!key.startsWith(prefix)) {
                break;
            }
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                common.put(key.substring(0, end + 1), true);
            } else {
                found.append("<Contents><Key>").append(escaped(key)).append("</Key><Size>");
                found.append(object.getValue().length).append("</Size><ETag>").append(etag(object.getValue()));
                found.append("</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
            }
            count++;
        }
        common.keySet().forEach(one -> found.append("<CommonPrefixes><Prefix>")
                .append(escaped(one))
                .append("</Prefix></CommonPrefixes>"));
        xml(
                exchange,
                "<ListBucketResult><Name>" + bucket + "</Name><Prefix>" + escaped(prefix) + "</Prefix><KeyCount>"
                        + count + "</KeyCount><MaxKeys>100000</MaxKeys><IsTruncated>false</IsTruncated>" + found
                        + "</ListBucketResult>");
    }

    private static void headers(HttpExchange exchange, byte[] object) {
        exchange.getResponseHeaders().set("ETag", etag(object));
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    }

    private static String etag(byte[] object) {
        CRC32 crc = new CRC32();
        crc.update(object);
        return "\"" + HexFormat.of().toHexDigits(crc.getValue()) + "\"";
    }

    private static void xml(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(
                exchange,
                status,
                "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            query.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8),
                    equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** The body, out of the chunks that the SDK of AWS wraps it in. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        String sha = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        boolean isChunked =
                (encoding != null && encoding.contains("aws-chunked")) || (sha != null && sha.startsWith("STREAMING"));
        return isChunked ? unchunked(raw) : raw;
    }

    private static byte[] unchunked(byte[] raw) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < raw.length) {
            int end = at;
            while (raw[end] != '\r') {
                end++;
            }
            Matcher size = CHUNK_SIZE.matcher(new String(raw, at, end - at, StandardCharsets.US_ASCII));
            if (!size.matches()) {
                throw new IOException("no chunk");
            }
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                break;
            }
            whole.write(raw, end + 2, length);
            at = end + 2 + length + 2;
        }
        return whole.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
