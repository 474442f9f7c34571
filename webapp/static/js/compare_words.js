/* What a comparison says, and the icon of each kind of change. */
const TEXTS = {
  vi: {
    old: 'Bản cũ',
    new: 'Bản mới',
    added: 'Thêm',
    removed: 'Bỏ',
    changed: 'Sửa',
    moved: 'Dời chỗ',
    changes: 'Thay đổi ({n})',
    none: 'Hai bản giống nhau.',
    only_moved: 'Hai bản làm như nhau, chỉ khác về hình.',
    moved_on_picture: 'Chỉ dời chỗ trên hình ({n})',
    before: 'Trước',
    after: 'Sau',
    nothing: '(trống)',
    failed: 'Không tải được hai sơ đồ. Hãy tải lại trang.',
  },
  en: {
    old: 'Old version',
    new: 'New version',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    moved: 'Moved',
    changes: 'Changes ({n})',
    none: 'The two versions are the same.',
    only_moved: 'Both do the same; only the picture differs.',
    moved_on_picture: 'Only moved on the picture ({n})',
    before: 'Before',
    after: 'After',
    nothing: '(empty)',
    failed: 'The diagrams could not be loaded. Reload the page.',
  },
};
export const KINDS = { added: 'plus', removed: 'trash', changed: 'comment', moved: 'swap' };

const texts = TEXTS[document.documentElement.lang] ?? TEXTS.vi;

export function word(key, data = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => data[name]);
}
