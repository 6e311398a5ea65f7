x: Tensor, scores: Tensor -> Tensor
s = scores
if $over_all:
  s = torch.reshape(torch.softmax(torch.flatten(s, 1, -1), 1), [torch.size(x, 0), torch.size(x, 1), $rows * $columns])
s = torch.reshape(s, [torch.size(x, 0), torch.size(x, 1), $rows, $columns])
s = torch.unfold(torch.unfold(torch.unfold(s, 1, $kt, $st), 2, $kh, $sh), 3, $kw, $sw)
s = torch.flatten(s, 4, -1)
if $over_window:
  s = torch.softmax(torch.div(s, $temperature), -1)
v = torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), $rows, $columns, torch.size(x, 3)])
v = torch.unfold(torch.unfold(torch.unfold(v, 1, $kt, $st), 2, $kh, $sh), 3, $kw, $sw)
v = torch.matmul(torch.flatten(v, 5, -1), torch.unsqueeze(s, -1))
return torch.flatten(torch.squeeze(v, -1), 1, 3)
