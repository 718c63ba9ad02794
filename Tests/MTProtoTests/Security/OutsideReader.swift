// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A reader of bytes from outside, and the target of the fuzzer that damages what it reads.
struct OutsideReader {
    /// What is read.
    let what: String
    /// The type or the function that reads it, as the fuzzer calls it.
    let reader: String
    /// The target of `ExampleFuzz`.
    let target: String

    init(_ what: String, _ reader: String, _ target: String) {
        self.what = what
        self.reader = reader
        self.target = target
    }

    static let all: [OutsideReader] = [
        .init("objects of the schema", "TLFuzz.run", "tl"),
        .init("calls, at the server", "TLFuzz.runFunction", "functions"),
        .init("frames, obfuscated streams and disguised connections", "TransportFuzz.run", "transport"),
        .init("the messages of a key exchange, on both sides", "KeyExchangeFuzz.run", "key-exchange"),
        .init("beginnings of pictures, films, music and voices", "FileInfo", "media"),
        .init("names of files", "FileSource", "media"),
        .init("voices' waveforms", "Waveform", "media"),
        .init("previews: stripped, outlines, progressive ones", "PhotoSize", "media"),
        .init("file ids of the Bot API", "FileID", "media"),
        .init("session texts of all libraries", "StringSession", "session"),
        .init("session files of Ferogram in Rust", "SessionData(ferogramFile", "session"),
        .init("session files", "SessionBytes.readSnapshot", "session"),
        .init("what stands behind their checksums", "SessionBytes.readChanges", "session"),
        .init("logs of sessions", "SessionBytes.readLog", "session"),
        .init("logs of stores and journals", "SessionBytes.readStoreLog", "session"),
        .init("links into Telegram", "TelegramLink", "links"),
        .init("names, numbers and links of peers", "PeerReference", "links"),
        .init("links and secrets of proxies", "ProxyLink", "links"),
        .init("addresses of pages", "HTTPURL", "links"),
        .init("commands", "BotCommand", "links"),
        .init("addresses, tags and numbers in texts", "detectingEntities", "links"),
        .init("answers of web servers", "ConnectBytes.readResponse", "web"),
        .init("JSON", "JSONValue", "web"),
        .init("objects as JSON", "TLJSON", "web"),
        .init("answers of services that know the addresses of names", "ConnectBytes.readNames", "web"),
        .init("answers of SOCKS5 and HTTP proxies", "ConnectBytes.readProxyAnswers", "web"),
        .init("signed addresses of servers", "SpecialConfig.open", "web"),
        .init("public keys as text", "RSAPublicKey(pem", "web"),
        .init("data of mini apps", "WebAppInitData", "apps"),
        .init("checksums of files, from the content delivery network too", "FileHashTable", "apps"),
    ]
}
