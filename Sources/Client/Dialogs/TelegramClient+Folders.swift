// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Lists the account's folders in their order (`messages.getDialogFilters`).
    ///
    /// - Returns: The folders; the view of all chats is among them.
    /// - Throws: ``InvocationError``.
    public func folders() async throws(InvocationError) -> [Folder] {
        try await core.invoke(TL.messages.GetDialogFilters()).filters.map { Folder($0) }
    }

    /// Creates a folder (`messages.updateDialogFilter`).
    ///
    /// - Parameter folder: The folder; it gets the first number that is free.
    /// - Returns: The folder with its number.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createFolder(_ folder: Folder) async throws(InvocationError) -> Folder {
        let taken = Set(try await folders().map(\.id))
        let limit = core.limits.limits.folders
        guard taken.subtracting([0]).count < limit, let id = (Int32(2)...255).first(where: { !taken.contains($0) })
        else {
            throw .invalidArgument(method: "messages.updateDialogFilter", "the account may have \(limit) folders")
        }
        var folder = folder
        folder.id = id
        try await updateFolder(folder)
        return folder
    }

    /// Changes a folder (`messages.updateDialogFilter`).
    ///
    /// - Parameter folder: The folder as it shall be; its number says which one.
    /// - Throws: ``InvocationError``.
    public func updateFolder(_ folder: Folder) async throws(InvocationError) {
        try core.check(folder)
        _ = try await core.invoke(TL.messages.UpdateDialogFilter(id: folder.id, filter: try await folder.tl(core)))
    }

    /// Deletes a folder; its chats stay where they are (`messages.updateDialogFilter`).
    ///
    /// - Parameter id: The folder's number.
    /// - Throws: ``InvocationError``.
    public func deleteFolder(_ id: Int32) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.UpdateDialogFilter(id: id))
    }

    /// Puts the folders in an order (`messages.updateDialogFiltersOrder`).
    ///
    /// - Parameter ids: The numbers of all folders; 0 is the view of all chats.
    /// - Throws: ``InvocationError``.
    public func reorderFolders(_ ids: [Int32]) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.UpdateDialogFiltersOrder(order: ids))
    }

    /// Shows the names of folders at the chats that are in them, or does not (`messages.toggleDialogFilterTags`).
    ///
    /// - Parameter isOn: Whether they are shown.
    /// - Throws: ``InvocationError``.
    public func setFolderTags(_ isOn: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.ToggleDialogFilterTags(enabled: isOn))
    }

    /// Lists folders that Telegram suggests (`messages.getSuggestedDialogFilters`).
    ///
    /// - Returns: The folders.
    /// - Throws: ``InvocationError``.
    public func suggestedFolders() async throws(InvocationError) -> [SuggestedFolder] {
        try await core.invoke(TL.messages.GetSuggestedDialogFilters()).map {
            SuggestedFolder(folder: Folder($0.filter), description: $0.description)
        }
    }

    /// Lists the chats of a folder: those that it names first, then those that its rules take (`messages.getDialogFilters`,
    /// `messages.getPeerDialogs`, `messages.getDialogs`).
    ///
    /// - Parameters:
    ///   - id: The folder's number.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The chats.
    public func dialogs(inFolder id: Int32, after cursor: FolderCursor? = nil) -> Paged<Dialog, FolderCursor> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id.botAPI }) { cursor, limit async throws(InvocationError) in
            try await core.folderPage(id, after: cursor ?? FolderCursor(), limit: limit)
        }
    }
}

extension ClientCore {
    fileprivate func check(_ folder: Folder) throws(InvocationError) {
        let limit = limits.limits.folderChats
        let count = folder.pinned.count + folder.included.count
        if folder.title.isEmpty || folder.title.count > 12 {
            throw .invalidArgument(method: "messages.updateDialogFilter", "a folder's name has 1 to 12 characters")
        }
        if count > limit || folder.excluded.count > limit {
            throw .invalidArgument(
                method: "messages.updateDialogFilter", "the folder names \(count) chats, \(limit) are allowed")
        }
        if folder.kind != .allChats, count == 0, folder.categories.isEmpty {
            throw .invalidArgument(
                method: "messages.updateDialogFilter", "a folder needs chats, or kinds of chats")
        }
    }

    fileprivate func folderPage(
        _ id: Int32, after cursor: FolderCursor, limit: Int
    ) async throws(InvocationError) -> Page<Dialog, FolderCursor> {
        let folders = try await invoke(TL.messages.GetDialogFilters()).filters.map { Folder($0) }
        guard let folder = folders.first(where: { $0.id == id && ($0.kind != .allChats || id == 0) }) else {
            throw .invalidArgument(method: "messages.getDialogFilters", "there is no folder \(id)")
        }
        let rules = FolderRules(folder, self)
        let afterNamed = rules.hasCategories ? FolderCursor(named: nil) : nil
        if let begun = cursor.named, folder.kind != .allChats {
            let named = rules.named
            let part = named.dropFirst(begun).prefix(limit)
            var peers: [TL.InputPeer] = []
            for id in part { peers.append(try await resolve(.id(id))) }
            let found = peers.isEmpty ? [] : try await dialogs(of: peers)
            let end = begun + part.count
            return Page(found, next: end < named.count ? FolderCursor(named: end) : afterNamed)
        }
        let archived = folder.exclusions.contains(.archived)
        let page = try await dialogPage(
            archived ? .main : .all, excludingPinned: false, after: cursor.dialogs, limit: limit)
        return Page(
            page.elements.filter(rules.contains), next: page.next.map { FolderCursor(named: nil, dialogs: $0) })
    }
}
