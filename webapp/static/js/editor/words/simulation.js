/* Trying a diagram out. The library writes these straight into its buttons; ../simulation translates them there. */
export const SIMULATION = {
  'Add pause point': 'Đặt điểm dừng',
  'Found unsupported elements': 'Có phần tử không mô phỏng được',
  Finished: 'Đã kết thúc',
  'Focus process instance {id}': 'Chỉ xem lượt {id}',
  'Not supported': 'Không mô phỏng được',
  'Pause Simulation': 'Tạm dừng mô phỏng',
  'Play Simulation': 'Chạy tiếp mô phỏng',
  'Play/Pause Simulation': 'Chạy hoặc tạm dừng mô phỏng',
  'Remove pause point': 'Bỏ điểm dừng',
  'Reset Simulation': 'Làm lại từ đầu',
  'Set Sequence Flow': 'Chọn luồng sẽ đi',
  'Set animation speed = Fast': 'Tốc độ: nhanh',
  'Set animation speed = Normal': 'Tốc độ: vừa',
  'Set animation speed = Slow': 'Tốc độ: chậm',
  'Trigger Event': 'Cho đi tiếp',
};
