// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
public import FerogramSession

extension SessionData {
    /// Reads a session file of Telethon, Pyrogram, kurigram or grammers, whichever made it, and leaves it as it is.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``FerogramSession/SessionStorageError`` if it cannot be read or is none of them.
    public init(databaseAt path: String) throws(SessionStorageError) {
        let library: SessionTable.Library?
        do throws(StoreError) {
            library = try SessionTable.library(SQLiteDatabase(reading: path))
        } catch {
            throw .storage(error)
        }
        switch library {
        case .telethon: try self.init(telethonFileAt: path)
        case .pyrogram: try self.init(pyrogramFileAt: path)
        case .grammers: try self.init(grammersDatabaseAt: path)
        case nil: throw .foreign(path: path)
        }
    }
}
#endif
