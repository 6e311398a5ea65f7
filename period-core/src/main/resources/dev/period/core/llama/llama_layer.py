x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, past_k: Tensor, past_v: Tensor, w: List[Tensor] -> Tuple[Tensor, Tensor, Tensor$sum_types]
b = torch.size(x, 0)
t = torch.size(x, 1)
n = torch.size(mask, 3)
h = torch.to((self).rms_norm(x, w[0], $eps), $dtype)
q = $linear(h, torch.to(w[1], $dtype), $q_bias)
$q_lora
q = torch.transpose(torch.reshape(q, [b, t, $heads, $head_dim]), 1, 2)
k = $linear(h, torch.to(w[2], $dtype), $k_bias)
$k_lora
k = torch.transpose(torch.reshape(k, [b, t, $kv_heads, $head_dim]), 1, 2)
v = $linear(h, torch.to(w[3], $dtype), $v_bias)
$v_lora
v = torch.transpose(torch.reshape(v, [b, t, $kv_heads, $head_dim]), 1, 2)
q = torch.to((self).rotate(torch.to(q, 6), cos, sin), $dtype)
k = torch.to((self).rotate(torch.to(k, 6), cos, sin), $dtype)
if torch.ge(torch.size(past_k, 2), n):
  _0 = torch.copy_(torch.slice(past_k, 2, torch.sub(n, t), n), k)
  _1 = torch.copy_(torch.slice(past_v, 2, torch.sub(n, t), n), v)
  keys = torch.slice(past_k, 2, 0, n)
  values = torch.slice(past_v, 2, 0, n)
else:
  keys = torch.cat([torch.to(past_k, $dtype), k], 2)
  values = torch.cat([torch.to(past_v, $dtype), v], 2)
a = (self).attention(q, keys, values, torch.to(mask, $dtype))
a = torch.reshape(torch.transpose(a, 1, 2), [b, t, $attention_width])
o = $linear(a, torch.to(w[4], $dtype), $o_bias)
$o_lora
y = torch.add(x, torch.to(o, 6))
m = torch.to((self).rms_norm(y, w[5], $eps), $dtype)
g = $linear(m, torch.to(w[6], $dtype), $gate_bias)
$g_lora
u = $linear(m, torch.to(w[7], $dtype), $up_bias)
$u_lora
s = (self).swiglu(g, u)
d = $linear(s, torch.to(w[8], $dtype), $down_bias)
$d_lora
return (torch.add(y, torch.to(d, 6)), keys, values$token_sums)
